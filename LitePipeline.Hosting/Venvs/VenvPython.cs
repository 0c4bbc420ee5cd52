namespace LitePipeline.Hosting.Venvs;

/// <summary>The Python that a venv runs: a link in its <c>bin</c> to that of the machine, or a copy of it, and the folder that the rest of it lies in.</summary>
internal static class VenvPython
{
    private static readonly string[] Names = ["python3", "python"];

    /// <summary>Whether the venv has its Python on this machine.</summary>
    public static bool IsHere(string folder, PyvenvConfig config) =>
        (config.Home.Length == 0 || Directory.Exists(config.Home))
        && Names.Select(name => new FileInfo(Path.Combine(folder, "bin", name))).All(file => file.LinkTarget is null || IsRight(file, config.Version));

    /// <summary>Lets the venv run another Python of the same version: links that lead nowhere, or to another version, lead to it.</summary>
    public static void Replace(string folder, PyvenvConfig config, string python)
    {
        foreach (var link in new DirectoryInfo(Path.Combine(folder, "bin")).EnumerateFileSystemInfos().ToArray())
        {
            var leadsOut = link.LinkTarget is { } target && Path.IsPathFullyQualified(target) && PythonName.Matches(link.Name);
            if (!leadsOut || IsRight(link, config.Version)) continue;
            link.Delete();
            File.CreateSymbolicLink(link.FullName, python);
        }

        File.WriteAllText(Path.Combine(folder, PyvenvConfig.FileName), config.WithPython(python));
    }

    // Another machine's python3 may be another version, which would not look at the venv's packages.
    private static bool IsRight(FileSystemInfo link, string version)
    {
        try
        {
            // A link that leads nowhere exists for the runtime; what it leads to does not.
            if (link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } program) return false;
            var named = program.Name.StartsWith("python", StringComparison.Ordinal) ? PyvenvConfig.MajorAndMinor(program.Name["python".Length..]) : "";
            return version.Length == 0 || named.Length == 0 || named == version;
        }
        catch (IOException)
        {
            // Links in a circle.
            return false;
        }
    }
}
