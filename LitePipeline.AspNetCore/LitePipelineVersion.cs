using System.Reflection;

namespace LitePipeline.AspNetCore;

/// <summary>The version that answers show.</summary>
internal static class LitePipelineVersion
{
    public static string Text { get; } =
        typeof(LitePipelineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
