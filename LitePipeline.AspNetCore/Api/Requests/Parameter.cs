using System.Globalization;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Reads parameters that came as text. Empty text means that nothing was given, as with the original.</summary>
internal static class Parameter
{
    public static string Required(string? value, string field, string what) =>
        string.IsNullOrEmpty(value) ? throw Refuse(field, $"{field} is missing; give {what}.") : value;

    public static Guid RequiredId(string? value, string field) => Id(Required(value, field, "an id, which is a UUID"), field);

    public static Guid? OptionalId(string? value, string field) => string.IsNullOrEmpty(value) ? null : Id(value, field);

    public static Guid Id(string value, string field) => Guid.TryParse(value, out var id)
        ? id
        : throw Refuse(field, $"{field} is {Shown(value)}; give an id, which is a UUID such as 2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11.");

    /// <summary>A number from 0 on. The original takes a negative one for 0, so its routes do.</summary>
    public static int Count(string? value, string field, int otherwise = 0, bool negativeIsZero = false)
    {
        if (string.IsNullOrEmpty(value)) return otherwise;
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw Refuse(field, $"{field} is {Shown(value)}; give a whole number from 0 to {int.MaxValue}.");
        if (number >= 0) return number;
        return negativeIsZero ? 0 : throw Refuse(field, $"{field} is {number}; give 0 or more.");
    }

    /// <summary>A whole number of either sign.</summary>
    public static int Whole(string? value, string field, int otherwise)
    {
        if (string.IsNullOrEmpty(value)) return otherwise;
        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(field, $"{field} is {Shown(value)}; give a whole number.");
    }

    /// <summary>A number that tells one of many, from 1 on.</summary>
    public static long? OptionalNumber(string? value, string field)
    {
        if (string.IsNullOrEmpty(value)) return null;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Refuse(field, $"{field} is {Shown(value)}; give a number as the lists show it, 1 or more.");
    }

    public static long RequiredNumber(string? value, string field) => OptionalNumber(Required(value, field, "a number as the lists show it"), field)!.Value;

    /// <summary>A moment as ISO 8601 writes it; one without an offset is in the manager's own time zone.</summary>
    public static DateTimeOffset? Moment(string? value, string field)
    {
        if (string.IsNullOrEmpty(value)) return null;
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? moment
            : throw Refuse(field, $"{field} is {Shown(value)}; give a moment such as 2030-01-31T08:00:00+01:00.");
    }

    public static long ByteOffset(string? value, string field) => string.IsNullOrEmpty(value)
        ? 0
        : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(field, $"{field} is {Shown(value)}; give a number of bytes, 0 or more.");

    public static TimeSpan Seconds(string? value, string field, TimeSpan otherwise, TimeSpan most)
    {
        if (string.IsNullOrEmpty(value)) return otherwise;
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || !double.IsFinite(seconds))
            throw Refuse(field, $"{field} is {Shown(value)}; give a number of seconds, 0 or more.");
        return seconds < most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : most;
    }

    public static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    public static bool? OptionalFlag(string? value, string field) => string.IsNullOrEmpty(value) ? null : Flag(value, field);

    public static bool Flag(string? value, string field) => value?.ToUpperInvariant() switch
    {
        null or "" or "FALSE" or "0" => false,
        "TRUE" or "1" => true,
        _ => throw Refuse(field, $"{field} is {Shown(value)}; give true or false."),
    };

    public static T? OneOf<T>(string? value, string field) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(value)) return null;
        foreach (var member in Enum.GetValues<T>())
            if (string.Equals(Word(member), value, StringComparison.OrdinalIgnoreCase)) return member;
        throw Refuse(field, $"{field} is {Shown(value)}; give one of {string.Join(", ", Enum.GetValues<T>().Select(Word))}.");
    }

    /// <summary>An enum's member as JSON and queries have it: <c>run_once</c>.</summary>
    public static string Word<T>(T member) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>A signal by number, as the original has it, or by name.</summary>
    public static StopSignal Signal(string? value, string field) => value?.ToUpperInvariant() switch
    {
        null or "" or "-9" or "KILL" => StopSignal.Kill,
        "-15" or "TERMINATE" => StopSignal.Terminate,
        _ => throw Refuse(field, $"{field} is {Shown(value)}; give -9 (kill) or -15 (terminate)."),
    };

    public static RequestRefusedException Refuse(string? field, string message) =>
        new(new Refusal(ErrorCode.InvalidParameters, message, field)) { Field = field };

    // What came from outside is shown, but not at any length.
    private static string Shown(string value) => value.Length <= 100 ? $"'{value}'" : $"'{value[..100]}...'";
}
