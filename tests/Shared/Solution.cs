namespace LitePipeline.Tests;

/// <summary>Where the sources are, found from where the tests run: a deterministic build leaves no paths in the assemblies.</summary>
internal static class Solution
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in the repository.</summary>
    public static string In(params string[] names) => Path.Combine([Root, .. names]);

    private static string Find(string from)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LitePipeline.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {from} holds LitePipeline.sln.");
    }
}
