using System.Collections.Frozen;
using System.Text;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Definitions.Containers;

namespace LitePipeline.Core.Secrets;

/// <summary>What names and values secrets may have.</summary>
public static class SecretRules
{
    /// <summary>How many secrets an application may have.</summary>
    public const int MaxPerApplication = 64;

    /// <summary>The longest name.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The shortest value, in bytes of UTF-8: a shorter one could not be told from other output and masked in it.</summary>
    public const int MinValueSize = 4;

    /// <summary>The longest value, in bytes of UTF-8: with <see cref="MaxPerApplication"/> of them, an action's environment stays within what systems take.</summary>
    public const int MaxValueSize = 16 * 1024;

    private const string OwnPrefix = "LITEPIPELINE_";

    // What the node sets itself, and what decides which program runs.
    private static readonly FrozenSet<string> Taken = FrozenSet.ToFrozenSet(
        ["PATH", "HOME", "PWD", "SHELL", "IFS", "BASH_ENV", "ENV", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONUNBUFFERED", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"], StringComparer.Ordinal);

    /// <summary>Why a name cannot be a secret's; null where it can.</summary>
    public static Refusal? FindNameProblem(string? name)
    {
        if (string.IsNullOrEmpty(name)) return Name("The secret has no name; give the environment variable that is to have it, such as API_KEY.");
        if (name.Length > MaxNameLength) return Name($"The secret's name has {name.Length} characters; give {MaxNameLength} at the most.");
        if (char.IsAsciiDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            return Name("The secret's name is no environment variable's; give letters A to Z, digits and _, and no digit first, such as API_KEY.");
        if (name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase) || Taken.Contains(name))
            return Name($"The name {name} is taken: the node or the system sets this variable. Give another one.");
        return null;
    }

    /// <summary>Why a value cannot be a secret's; null where it can. The refusal does not repeat the value.</summary>
    public static Refusal? FindValueProblem(string? value)
    {
        if (string.IsNullOrEmpty(value)) return Value("The secret's value is empty; give one, or delete the secret.");
        if (value.Contains('\0', StringComparison.Ordinal)) return Value("The secret's value holds a zero byte, which no environment variable can; give text, such as the base64 of it.");
        for (var index = 0; index < value.Length; index += Rune.TryGetRuneAt(value, index, out var rune) ? rune.Utf16SequenceLength : 1)
            if (!Rune.TryGetRuneAt(value, index, out _)) return Value("The secret's value holds half of a surrogate pair; give whole characters.");
        var size = Encoding.UTF8.GetByteCount(value);
        if (size < MinValueSize) return Value($"The secret's value has {size} bytes; give at least {MinValueSize}: a shorter one could not be masked in the output of actions.");
        if (size > MaxValueSize) return Value($"The secret's value has {size:N0} bytes; give {MaxValueSize:N0} at the most, and keep larger ones in a store of your own whose key is the secret.");
        return null;
    }

    /// <summary>The action of an application that sets one of these variables itself; null for none.</summary>
    internal static (string Action, string Name)? FindClash(ApplicationDefinition application, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) return null;
        foreach (var action in application.Actions.Append(application.OnSuccess).Append(application.OnFail))
        {
            if (action?.Docker is not { } docker) continue;
            foreach (var variable in ContainerArguments.Read(docker.Args).Environment)
                if (names.FirstOrDefault(name => variable.AsSpan().StartsWith(name, StringComparison.Ordinal) && (variable.Length == name.Length || variable[name.Length] == '=')) is { } taken) return (action.Name, taken);
        }

        return null;
    }

    private static Refusal Name(string message) => new(ErrorCode.InvalidParameters, message, "name");

    private static Refusal Value(string message) => new(ErrorCode.InvalidParameters, message, "value");
}
