namespace LitePipeline.Core.Actions;

/// <summary>A part of an action's output.</summary>
/// <param name="Next">The offset of the byte after it: from there on the output goes on, also for who asks anew.</param>
/// <param name="LeftOut">How many bytes were left out just before it, as the log had become too long; mostly 0.</param>
/// <param name="Text">Whole characters. What is not UTF-8 is U+FFFD; the bytes can be had by <see cref="IPipelineManager.OpenLogAsync"/>.</param>
public sealed record LogPart(long Next, long LeftOut, string Text);
