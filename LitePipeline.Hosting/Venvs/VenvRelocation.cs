using System.Text;

namespace LitePipeline.Hosting.Venvs;

/// <summary>Makes a venv, which was made in another folder and perhaps on another machine, work in the folder where it will lie.</summary>
/// <remarks>Only plain files and links of the venv's own <c>bin</c> and its <c>pyvenv.cfg</c> are replaced; nothing is written through a link.</remarks>
internal static class VenvRelocation
{
    // Scripts that installers make are a few hundred bytes; what is longer is a program of its own.
    private const long LongestScript = 1 << 20;

    // Text of unknown encoding comes back byte by byte as it was.
    private static readonly Encoding Bytes = Encoding.Latin1;

    /// <summary>Moves a venv that lies in <paramref name="folder"/> and will lie in <paramref name="final"/>.</summary>
    public static void Move(string folder, string final, PythonFinder pythons)
    {
        var bin = new DirectoryInfo(Path.Combine(folder, "bin"));
        if (OperatingSystem.IsWindows() || !bin.Exists || bin.LinkTarget is not null) return;
        MoveScripts(bin, final);
        FindPython(folder, pythons);
    }

    private static void MoveScripts(DirectoryInfo bin, string final)
    {
        var activate = new FileInfo(Path.Combine(bin.FullName, "activate"));
        if (!IsPlain(activate) || ActivateScript.FindFolder(Bytes.GetString(File.ReadAllBytes(activate.FullName))) is not { } found) return;
        var from = Encoding.UTF8.GetString(Bytes.GetBytes(found));
        foreach (var file in bin.EnumerateFiles().Where(IsPlain).ToArray())
        {
            var content = File.ReadAllBytes(file.FullName);
            var moved = ActivateScript.Quoting.TryGetValue(file.Name, out var quote)
                ? Bytes.GetBytes(ActivateScript.WithFolder(Bytes.GetString(content), Bytes.GetString(Encoding.UTF8.GetBytes(quote(final)))))
                : ScriptHeader.Move(content, from, final);
            if (moved is not null) File.WriteAllBytes(file.FullName, moved);
        }
    }

    // Where this machine has none that fits, the venv stays as it is: whoever uses it is told.
    private static void FindPython(string folder, PythonFinder pythons)
    {
        var file = new FileInfo(Path.Combine(folder, PyvenvConfig.FileName));
        if (!IsPlain(file)) return;
        var config = new PyvenvConfig(File.ReadAllText(file.FullName));
        if (!VenvPython.IsHere(folder, config) && pythons.Find(config.Version) is { } python) VenvPython.Replace(folder, config, python);
    }

    private static bool IsPlain(FileInfo file) => file is { Exists: true, LinkTarget: null, Length: <= LongestScript };
}
