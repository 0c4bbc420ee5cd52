namespace LitePipeline.Storage.Tests.Samples;

/// <summary>After this a wait is a hang.</summary>
internal static class Limit
{
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(60);
}
