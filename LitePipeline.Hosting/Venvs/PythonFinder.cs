namespace LitePipeline.Hosting.Venvs;

/// <summary>Looks for a Python of a version on this machine.</summary>
/// <param name="folders">Where, in this order.</param>
internal sealed class PythonFinder(IEnumerable<string> folders)
{
    private readonly string[] _folders = [.. folders];

    /// <summary>One that looks where a command would be found, and where systems install Python.</summary>
    public static PythonFinder OfThisMachine() => new(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified).Concat(["/usr/local/bin", "/usr/bin"]));

    /// <summary>The path of a Python of a version, such as <c>3.11</c>; null where there is none.</summary>
    public string? Find(string version) =>
        version.Length == 0 ? null : _folders.Select(folder => Path.Combine(folder, $"python{version}")).FirstOrDefault(IsProgram);

    // A script, such as a version manager's, finds its Python by the name that it is called by: a link to it would be another name.
    private static bool IsProgram(string path)
    {
        try
        {
            if (!File.Exists(path)) return false;
            using var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[2];
            return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && !magic.SequenceEqual("#!"u8);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
