using System.Reflection;
using LitePipeline.Tests;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>Where the samples and what was built of them are.</summary>
internal static class Repository
{
    /// <summary>The Quickstart's applications, each a folder to pack.</summary>
    public static string Applications { get; } = Solution.In(Built("Applications"));

    /// <summary>The samples' sources.</summary>
    public static string Samples { get; } = Solution.In("samples");

    /// <summary>The folder of a C# sample application as it was built.</summary>
    public static string BuiltSample(string name) => Path.Combine(Samples, "applications", name, Built("Output"));

    private static string Built(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
