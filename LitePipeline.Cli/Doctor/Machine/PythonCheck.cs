using System.ComponentModel;
using System.Diagnostics;
using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Whether a node has the Python that most actions and all venvs run, and the venvs that it keeps theirs.</summary>
/// <param name="packages">The node's folder of unpacked packages.</param>
internal sealed class PythonCheck(string packages) : IDoctorCheck
{
    public string Name => "python";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        return
        [
            version is null
                ? Finding.Warning("there is no python3 on the PATH: actions that run it fail here, and venvs have no Python", "Install it (Debian: python3), or keep such actions away by labels and target_env.")
                : Finding.Ok($"python3 is {version}"),
            .. Venvs().Where(venv => !IsUsable(venv)).Select(venv => Finding.Warning($"the venv {venv} does not find its Python on this machine", "Install the Python of that version; the node then mends the venv when it next fetches it. Remove its folder while the node is stopped.")),
        ];
    }

    private static async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await python.StandardOutput.ReadToEndAsync(cancellationToken);
            await python.WaitForExitAsync(cancellationToken);
            return python.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private IEnumerable<string> Venvs() => Directory.Exists(packages)
        ? Directory.EnumerateDirectories(packages).SelectMany(Directory.EnumerateDirectories).Where(top => File.Exists(Path.Combine(top, PyvenvConfig.FileName)))
        : [];

    private static bool IsUsable(string venv) => VenvPython.IsHere(venv, new PyvenvConfig(File.ReadAllText(Path.Combine(venv, PyvenvConfig.FileName))));
}
