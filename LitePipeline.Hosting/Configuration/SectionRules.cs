using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Configuration;

/// <summary>The annotations of options, as refusals that name the key in the configuration, its value and what to give.</summary>
internal sealed class SectionRules<TOptions>(string name, string section) : IValidateOptions<TOptions> where TOptions : class
{
    private const int LongestShown = 100;

    public ValidateOptionsResult Validate(string? validated, TOptions options)
    {
        if (validated != name) return ValidateOptionsResult.Skip;
        var problems =
            from property in typeof(TOptions).GetProperties()
            from rule in property.GetCustomAttributes<ValidationAttribute>(inherit: true)
            let value = property.GetValue(options)
            where rule.GetValidationResult(value, new ValidationContext(options) { MemberName = property.Name }) != ValidationResult.Success
            select Problem($"{section}:{property.Name}", value, rule);
        var found = problems.ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string Problem(string key, object? value, ValidationAttribute rule) => rule switch
    {
        { ErrorMessage: { } own } => own,
        RangeAttribute range => $"{key} is {Text(value)}; give {Bounds(range)}.",
        StringLengthAttribute length => $"{key} has {(value as string)?.Length ?? 0} characters; give {length.MinimumLength} to {length.MaximumLength}.",
        EnumDataTypeAttribute kind => $"{key} is {Text(value)}; give one of {string.Join(", ", Enum.GetNames(kind.EnumType))}.",
        RequiredAttribute => $"{key} is missing or empty; give a value.",
        _ => $"{key} is {Text(value)}: {rule.FormatErrorMessage(key)}",
    };

    // Where a bound is only the end of the type, the other one says it all.
    private static string Bounds(RangeAttribute range) =>
        range.Maximum is int.MaxValue or (double)long.MaxValue || (range.Maximum as string) == long.MaxValue.ToString(CultureInfo.InvariantCulture)
            ? $"{Text(range.Minimum)} or more"
            : $"{Text(range.Minimum)} to {Text(range.Maximum)}";

    private static string Text(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}...";
    }
}
