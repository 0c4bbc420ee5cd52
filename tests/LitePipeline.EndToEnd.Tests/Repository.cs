using System.Reflection;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>Where the sources and what was built of them are, found from where the tests run: a deterministic build leaves no paths in the assemblies.</summary>
internal static class Repository
{
    /// <summary>The Quickstart's applications, each a folder to pack.</summary>
    public static string Applications { get; } =
        Path.Combine(Root(), Built("Applications"));

    /// <summary>The samples' sources.</summary>
    public static string Samples { get; } = Path.Combine(Root(), "samples");

    /// <summary>The folder of a C# sample application as it was built.</summary>
    public static string BuiltSample(string name) => Path.Combine(Samples, "applications", name, Built("Output"));

    private static string Built(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LitePipeline.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds LitePipeline.sln.");
    }
}
