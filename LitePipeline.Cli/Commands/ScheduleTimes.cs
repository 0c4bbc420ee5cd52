using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary>The flags that say when a schedule is due: the original's five, and ours.</summary>
/// <param name="isNew">Whether what is not given is sent as unset, as for a new schedule, or stays as it is.</param>
internal sealed class ScheduleTimes(bool isNew)
{
    private readonly Option<int> _minute = Field("--minute", "-m", "The minute, 0 to 59.", 0, 59, isNew);
    private readonly Option<int> _hour = Field("--hour", "-H", "The hour, 0 to 23.", 0, 23, isNew);
    private readonly Option<int> _dayOfMonth = Field("--day_of_month", "-d", "The day of the month, 1 to 31.", 1, 31, isNew);
    private readonly Option<int> _dayOfWeek = Field("--day_of_week", "-D", "The day of the week, 1 (Monday) to 7 (Sunday).", 1, 7, isNew);
    private readonly Option<string> _cron = new("--cron") { Description = "A cron expression in place of these: five fields, or six with seconds first.", HelpName = "expression" };
    private readonly Option<string> _zone = new("--time-zone") { Description = "The time zone of all of these, such as Europe/Berlin; the manager's own by default.", HelpName = "zone" };
    private readonly Option<string> _start = new("--start-at") { Description = "Nothing is due before this moment, in ISO 8601 as 2026-12-01T00:00:00Z.", HelpName = "moment" };
    private readonly Option<string> _end = new("--end-at") { Description = "Nothing is due after this moment.", HelpName = "moment" };
    private readonly Option<string> _missed = new Option<string>("--missed") { Description = "What becomes of runs that came due while no manager ran." }.AcceptOnlyFromAmong("skip", "run_once", "run_all");
    private readonly Option<string> _overlap = new Option<string>("--overlap") { Description = "What becomes of a run that comes due while the one before still runs." }.AcceptOnlyFromAmong("allow", "skip", "queue");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_minute, _hour, _dayOfMonth, _dayOfWeek, _cron, _zone, _start, _end, _missed, _overlap]) command.Options.Add(option);
    }

    public RequestBody WriteTo(RequestBody body, ParseResult parsed)
    {
        body.Number(_minute).Number(_hour).Number(_dayOfMonth).Number(_dayOfWeek).Text(_cron).Text(_zone).Text(_start).Text(_end).Text(_missed).Text(_overlap);
        if (!isNew) PutInPlaceOfOther(body, parsed);
        return body;
    }

    // A schedule goes by a cron expression or by the fields: who changes to one gives up the other.
    private void PutInPlaceOfOther(RequestBody body, ParseResult parsed)
    {
        Option<int>[] fields = [_minute, _hour, _dayOfMonth, _dayOfWeek];
        if (parsed.GetValue(_cron) is { Length: > 0 })
            foreach (var field in fields.Where(field => parsed.GetResult(field) is null)) body.With(field.WireName(), -1);
        else if (parsed.GetResult(_cron) is null && fields.Any(field => parsed.GetResult(field) is not null && parsed.GetValue(field) != -1))
            body.With(_cron.WireName(), "");
    }

    private static Option<int> Field(string name, string alias, string description, int least, int most, bool isNew)
    {
        var option = Flags.Integer(name, alias, $"{description} -1 for unset.", number => number == -1 || (number >= least && number <= most), $"{least} to {most}, or -1 for unset");
        if (isNew) option.DefaultValueFactory = _ => -1;
        return option;
    }
}
