using System.Text.Json;
using System.Text.Unicode;
using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager;

/// <summary>What every request must keep to, checked at the door.</summary>
internal sealed class RequestRules(IOptions<ManagerOptions> options)
{
    private const int MaxNameLength = 255;
    private const int MaxPriority = 1000;

    public static void CheckName(string name, string field)
    {
        if (string.IsNullOrWhiteSpace(name)) throw Refused($"The {field} is empty; give 1 to {MaxNameLength} characters.", field);
        if (name.Length > MaxNameLength) throw Refused($"The {field} has {name.Length} characters; give {MaxNameLength} at the most.", field);
        if (name.Any(char.IsControl)) throw Refused($"The {field} holds a control character; give plain text.", field);
    }

    public static void CheckPriority(int priority)
    {
        if (priority is < -MaxPriority or > MaxPriority) throw Refused($"The priority is {priority}; give a number from {-MaxPriority} to {MaxPriority}, 0 for most tasks.", "priority");
    }

    /// <summary>The input as an object; <c>{}</c> where none was given.</summary>
    public JsonData CheckInput(JsonData input)
    {
        if (input.IsEmpty) return JsonData.EmptyObject;
        if (input.Utf8.Length > options.Value.MaxInputSize)
            throw Refused($"The input has {input.Utf8.Length:N0} bytes; {options.Value.MaxInputSize:N0} are allowed. Put large data where the actions can read it, or raise the manager's MaxInputSize.", "input_data");
        // JSON's own rules say nothing of what is inside a text; half a character would reach the actions and every answer.
        if (!Utf8.IsValid(input.Utf8.Span)) throw Refused("The input is not UTF-8 text; send it as UTF-8.", "input_data");
        CheckObject(input.Utf8.Span);
        return input;
    }

    private static void CheckObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Refused("The input is not a JSON object; give {...}.", "input_data");
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= JsonData.MaxDepth)
                    throw Refused($"The input's values nest deeper than {JsonData.MaxDepth} levels; flatten them, or give them as a text.", "input_data");
        }
        catch (JsonException bad)
        {
            throw Refused($"The input is not JSON at line {bad.LineNumber + 1}, column {bad.BytePositionInLine + 1}; give one object, {{...}}.", "input_data");
        }
    }

    /// <summary>A workflow's configuration of a size that can be kept; <c>{}</c> where none was given.</summary>
    public JsonData CheckConfiguration(JsonData configuration)
    {
        if (configuration.IsEmpty) return JsonData.EmptyObject;
        if (configuration.Utf8.Length > options.Value.MaxInputSize)
            throw Refused($"The configuration has {configuration.Utf8.Length:N0} bytes; {options.Value.MaxInputSize:N0} are allowed. Make several workflows of it, or raise the manager's MaxInputSize.", "configuration");
        return configuration;
    }

    public ScheduleContent Checked(ScheduleContent schedule)
    {
        CheckName(schedule.Name, "schedule_name");
        if (!Enum.IsDefined(schedule.Source)) throw Refused($"The source {(int)schedule.Source} is not known; give application or workflow.", "source");
        if (!Enum.IsDefined(schedule.Missed)) throw Refused($"The value {(int)schedule.Missed} is not known; give skip, run_once or run_all.", "missed");
        if (!Enum.IsDefined(schedule.Overlap)) throw Refused($"The value {(int)schedule.Overlap} is not known; give allow, skip or queue.", "overlap");
        return schedule with { Input = CheckInput(schedule.Input) };
    }

    public ServiceContent Checked(ServiceContent service)
    {
        CheckName(service.Name, "name");
        CheckSignal(service.Signal);
        return service with { Input = CheckInput(service.Input) };
    }

    public static void CheckSignal(StopSignal signal)
    {
        if (!Enum.IsDefined(signal)) throw Refused($"The signal {(int)signal} is not known; give -9 (kill) or -15 (terminate).", "signal");
    }

    public static StoreQuery<T> Checked<T>(StoreQuery<T> query)
    {
        if (query.Offset < 0) throw Refused($"The offset is {query.Offset}; give 0 or more.", "offset");
        if (query.Limit < 0) throw Refused($"The limit is {query.Limit}; give 1 or more, or 0 for all.", "limit");
        return query;
    }

    private static RequestRefusedException Refused(string message, string field) => new(new Refusal(ErrorCode.InvalidParameters, message, field));
}
