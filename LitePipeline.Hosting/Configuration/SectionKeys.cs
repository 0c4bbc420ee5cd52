using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Configuration;

/// <summary>A section's keys held against the options that they are to set, before they set them.</summary>
internal static class SectionKeys
{
    /// <exception cref="OptionsValidationException">A key is no option, or its value is of another type.</exception>
    public static void Bind(IConfigurationSection section, object options, string name)
    {
        var properties = options.GetType().GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var problems = section.GetChildren().Select(key => Problem(key, properties)).OfType<string>().ToList();
        if (problems.Count > 0) throw new OptionsValidationException(name, options.GetType(), problems);
        section.Bind(options);
    }

    private static string? Problem(IConfigurationSection key, Dictionary<string, PropertyInfo> properties)
    {
        if (key.Value is null) return null;
        if (!properties.TryGetValue(key.Key, out var property))
            return $"{key.Path} is not known; remove it, or write one of {string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}.";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return Fits(type, key.Value) ? null : $"{key.Path} is '{key.Value}'; give {Expected(type)}.";
    }

    private static bool Fits(Type type, string value)
    {
        if (type == typeof(string)) return true;
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string))) return true;
        try
        {
            converter.ConvertFromInvariantString(value);
            return true;
        }
        // Converters throw what they like: whatever it is, the value is no such thing.
        catch (Exception)
        {
            return false;
        }
    }

    private static string Expected(Type type) =>
        type == typeof(TimeSpan) ? "a time, such as 00:00:10 for ten seconds"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : $"a value of type {type.Name}";
}
