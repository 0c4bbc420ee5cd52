using System.Text.Json.Nodes;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;
using Microsoft.OpenApi;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>What each parameter and each field of a body means: a name means the same wherever it stands.</summary>
internal static class Vocabulary
{
    private static readonly Word Id = new("The id.", Uuid);

    /// <summary>Parameters in the path and the query.</summary>
    public static IReadOnlyDictionary<string, Word> Parameters { get; } = new Dictionary<string, Word>(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["app_id"] = new("The application's id.", Uuid),
        ["venv_id"] = new("The venv's id.", Uuid),
        ["task_id"] = new("The task's id.", Uuid),
        ["work_id"] = new("The work's id.", Uuid),
        ["workflow_id"] = new("The workflow's id.", Uuid),
        ["schedule_id"] = new("The schedule's id.", Uuid),
        ["service_id"] = new("The service's id.", Uuid),
        ["source_id"] = new("The id of the application or workflow that is started.", Uuid),
        ["application"] = new("Only those of this application.", Uuid),
        ["workflow"] = new("Only those of this workflow.", Uuid),
        ["task"] = new("Only what is about this task.", Uuid),
        ["work"] = new("Only those of this work; of events, those of its tasks too.", Uuid),
        ["service"] = new("Only those of this service.", Uuid),
        ["schedule"] = new("Only those that this schedule started.", Uuid),
        ["offset"] = new("How many to pass over: items of a list, bytes of an output. 0 by default.", Count),
        ["limit"] = new("How many to answer at the most; 0, the default, for all.", Count),
        ["after"] = new("Continues a list after the item of this number: give the 'next' of the page before. What is added meanwhile does not shift such a page.", Count),
        ["order"] = new("What the list begins with: newest, the default, or oldest; 'after' goes on in the same order.", OneOf<ListOrder>),
        ["name"] = new("The name; of a list only those of this name, where * stands for any text.", Text),
        ["stage"] = new("Only those in this stage.", OneOf<RunStage>),
        ["status"] = new("Only those that ended so.", OneOf<RunStatus>),
        ["enable"] = new("Only those that are enabled, or only those that are not.", Flag),
        ["enabled"] = new("Only those that are enabled, or only those that are not.", Flag),
        ["config"] = new("Whether to answer the configuration too. False by default.", Flag),
        ["include"] = new("The parts to answer, with commas between: manager, nodes, actions. All by default.", Text),
        ["sha1"] = new("The SHA-1 of a version's package; the current version's by default.", Text),
        ["sha256"] = new("Only the versions whose package, or the artifacts whose content, has this SHA-256.", Text),
        ["history_id"] = new("The version's number.", Count),
        ["number"] = new("The version's number.", Count),
        ["timeout"] = new("How many seconds to wait at the most; as long as the service allows by default.", Number),
        ["signal"] = new("-9, or kill, to end at once, the default; -15, or terminate, to ask first.", Text),
        ["follow"] = new("Whether to go on until the action has ended. False by default.", Flag),
        ["tail"] = new("Begin so many bytes before the end of the output, in place of offset.", Count),
        ["attempt"] = new("An earlier attempt's number; the latest by default.", Count),
        ["subject"] = new("Only what was done to the one of this id.", Uuid),
        ["actor"] = new("Only what this user did.", Text),
        ["noun"] = new("Only what was done to things of this kind: application, venv, secret, task, workspace, workflow, work, schedule, service, node or user.", Text),
        ["verb"] = new("Only what was done so: create, update, activate, delete, stop, rerun, recover, clear, set, drain, resume, remove, sign_in, sign_out, fail, slow or refuse.", Text),
        ["action"] = new("Only those of the action of this name.", Text),
        ["path"] = new("The path of a file in its action's workspace, with / between folders.", Text),
        ["actions"] = new("Whether to answer the actions too. True by default.", Flag),
        ["span"] = new("How far back to tell: the last hour in periods of 10 s, the default, or the last day in periods of 5 min.", OneOf<StatisticsSpan>),
        ["node"] = new("Only what is about this node; the whole cluster by default.", Uuid),
        ["since"] = new("Only the periods that reach beyond this moment, such as the last one's 'at' of the answer before.", Moment),
        ["kind"] = new("Only events of these kinds, with commas between; an event's 'kind' is one of them.", Text),
    };

    /// <summary>Fields of bodies.</summary>
    public static IReadOnlyDictionary<string, Word> Fields { get; } = new Dictionary<string, Word>(StringComparer.Ordinal)
    {
        ["id"] = new("An id of the caller's own choice, so that a repeated request is recognised; one is made by default. The header Idempotency-Key goes before it.", Uuid),
        ["user"] = new("The user's name.", Text),
        ["password"] = new("The user's password.", Text),
        ["name"] = new("The name, 1 to 255 characters; of a workspace the action's.", Text),
        ["task_name"] = new("The task's name, 1 to 255 characters.", Text),
        ["schedule_name"] = new("The schedule's name, 1 to 255 characters; what it starts has the same.", Text),
        ["description"] = new("What it is for.", Text),
        ["file"] = new("The package: any part with a file name, which ends in .tar.gz, .tgz or .zip.", File),
        ["app_id"] = new("The application's id.", Uuid),
        ["venv_id"] = new("The venv's id.", Uuid),
        ["task_id"] = new("The task's id.", Uuid),
        ["work_id"] = new("The work's id.", Uuid),
        ["workflow_id"] = new("The workflow's id.", Uuid),
        ["schedule_id"] = new("The schedule's id.", Uuid),
        ["service_id"] = new("The service's id.", Uuid),
        ["application"] = new("The application's id.", Uuid),
        ["workflow"] = new("The workflow's id.", Uuid),
        ["history_id"] = new("The version's number.", Count),
        ["task_ids"] = new("The tasks' ids.", Ids),
        ["tasks"] = new("The tasks' ids.", Ids),
        ["works"] = new("The works' ids.", Ids),
        ["input_data"] = new("The input, an object. {} by default.", Object),
        ["input"] = new("The input, an object. {} by default.", Object),
        ["configuration"] = new("The workflow's configuration, an object.", Object),
        ["priority"] = new("Tasks with a higher number go first, from -1000 to 1000. 0 by default.", Whole),
        ["signal"] = new("-9, or kill, to end at once, the default; -15, or terminate, to ask first.", Text),
        ["force"] = new("Taken and of no effect: a workspace is packed anew with each download.", Flag),
        ["enable"] = new("Whether it may be used, or is to run. False by default.", Flag),
        ["enabled"] = new("Whether it may be used, or is to run. False by default.", Flag),
        ["source"] = new("What is started: tasks of an application or works of a workflow.", OneOf<ScheduleSource>),
        ["source_id"] = new("The id of that application or workflow.", Uuid),
        ["minute"] = new("0 to 59; -1, the default, for unset.", Whole),
        ["hour"] = new("0 to 23; -1, the default, for unset.", Whole),
        ["day_of_month"] = new("1 to 31; -1, the default, for unset.", Whole),
        ["day_of_week"] = new("1 (Monday) to 7 (Sunday); -1, the default, for unset.", Whole),
        ["cron"] = new("A cron expression of five fields, or six with seconds first, in place of the four numbers.", Text),
        ["time_zone"] = new("The IANA name of the time zone; the manager's own by default.", Text),
        ["start_at"] = new("Nothing is due before this moment.", Moment),
        ["end_at"] = new("Nothing is due after this moment.", Moment),
        ["timing"] = new("When it is due.", Timing),
        ["missed"] = new("What becomes of runs that came due while no manager ran. run_once by default.", OneOf<MissedRuns>),
        ["overlap"] = new("What becomes of a run that comes due while the one before still runs. allow by default.", OneOf<RunOverlap>),
        ["stage"] = new("Only those in this stage.", OneOf<RunStage>),
        ["value"] = new("The secret's value: 4 bytes to 16 KiB of text.", Text),
        ["offset"] = new("How many to pass over. 0 by default.", Count),
        ["limit"] = new("How many to answer at the most; 0, the default, for all.", Count),
    };

    private static OpenApiSchema Uuid() => new() { Type = JsonSchemaType.String, Format = "uuid" };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Moment() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema File() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema Count() => new() { Type = JsonSchemaType.Integer, Minimum = "0" };

    private static OpenApiSchema Whole() => new() { Type = JsonSchemaType.Integer };

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number };

    private static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean };

    private static OpenApiSchema Object() => new() { Type = JsonSchemaType.Object };

    private static OpenApiSchema Ids() => new() { Type = JsonSchemaType.Array, Items = Uuid(), MinItems = 1 };

    private static OpenApiSchema OneOf<T>() where T : struct, Enum =>
        new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetValues<T>().Select(member => (JsonNode)Parameter.Word(member))] };

    private static OpenApiSchema Timing() => BodySchema.Of(["minute", "hour", "day_of_month", "day_of_week", "cron", "time_zone", "start_at", "end_at"]);
}

/// <summary>One word of the vocabulary.</summary>
/// <param name="Text">What it means.</param>
/// <param name="Schema">Makes its schema: a document's schemas are not shared.</param>
internal sealed record Word(string Text, Func<OpenApiSchema> Schema);
