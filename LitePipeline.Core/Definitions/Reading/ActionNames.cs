using System.Text;
using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>What an action may be called: its name becomes a folder and a key of the inputs of others.</summary>
internal static class ActionNames
{
    /// <summary>Both the characters of a name and, in UTF-8, the bytes of a folder's name.</summary>
    public const int MaxLength = 255;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? Problem(string name)
    {
        if (KeyProblem(name, "action") is { } problem) return problem;
        if (Encoding.UTF8.GetByteCount(name) is > MaxLength and var bytes) return $"takes {bytes} bytes in UTF-8, may take {MaxLength}: a folder gets this name.";
        if (name is "." or "..") return $"is '{name}', which names a folder already; choose another name.";
        if (name.AsSpan().IndexOfAny('/', '\\') is >= 0 and var slash) return $"holds '{name[slash]}'; a folder gets this name, so leave out / and \\.";
        return null;
    }

    /// <summary>What is wrong with a name that becomes a key of the inputs of others, but no folder.</summary>
    public static string? KeyProblem(string name, string noun)
    {
        if (name.Length > MaxLength) return $"has {name.Length} characters, may have {MaxLength}.";
        if (name.FirstOrDefault(char.IsControl) is not '\0' and var control) return $"holds the control character U+{(int)control:X4}; remove it.";
        if (name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent) return $"is '{name}', which is kept for the event {noun} of that name; choose another name.";
        if (WorkspaceContract.NodeKeys.Contains(name)) return $"is '{name}', a key that the node sets in each action's input; choose another name.";
        return null;
    }
}
