namespace LitePipeline.Cli.Doctor;

/// <summary>How what was looked at stands.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but not well, or not for long.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Wrong,
}

/// <summary>What a check found.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Mend">What to do; null where there is nothing to do, or the text says it.</param>
internal sealed record Finding(FindingState State, string Text, string? Mend = null)
{
    public static Finding Ok(string text) => new(FindingState.Ok, text);

    public static Finding Warning(string text, string? mend = null) => new(FindingState.Warning, text, mend);

    public static Finding Wrong(string text, string? mend = null) => new(FindingState.Wrong, text, mend);
}
