using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Executors;

namespace LitePipeline.Hosting.Venvs;

/// <summary>The venv that an action's <c>env</c> names, as it lies on this node.</summary>
internal static class ActionVenv
{
    /// <summary>The same as <see cref="Find"/>, for an action that runs on this machine itself.</summary>
    /// <exception cref="ActionNotStartedException">It is no venv.</exception>
    /// <exception cref="VenvWithoutPythonException">Its Python is not on this machine.</exception>
    public static string? FindRunnable(ActionDefinition action, string applicationFolder, string? venvFolder)
    {
        var folder = Find(action, applicationFolder, venvFolder);
        if (folder is not null) CheckPython(action.Env!, folder);
        return folder;
    }

    /// <summary>Its folder; null where the action names none.</summary>
    /// <param name="action">The action.</param>
    /// <param name="applicationFolder">The application's unpacked folder.</param>
    /// <param name="venvFolder">The unpacked folder of the venv that the action names by its id; null where it names none by an id.</param>
    /// <exception cref="ActionNotStartedException">It is no venv.</exception>
    public static string? Find(ActionDefinition action, string applicationFolder, string? venvFolder)
    {
        if (action.Env is not { } env) return null;
        var folder = venvFolder ?? InsidePackage(env, applicationFolder);
        return File.Exists(Path.Combine(folder, "bin", "activate"))
            ? folder
            : throw new ActionNotStartedException($"The action's env, {env}, is no venv: there is no file {env}/bin/activate in the package.");
    }

    private static string InsidePackage(string env, string applicationFolder)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(applicationFolder, env)));
        return folder.StartsWith(Path.TrimEndingDirectorySeparator(applicationFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder
            : throw new ActionNotStartedException($"The action's env, {env}, lies outside of its package; give a path below the package's folder.");
    }

    // Without this the shell would pass over a link that leads nowhere and take the system's Python, which has not the venv's packages.
    private static void CheckPython(string env, string folder)
    {
        var path = Path.Combine(folder, PyvenvConfig.FileName);
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return;
        var config = new PyvenvConfig(File.ReadAllText(path));
        if (VenvPython.IsHere(folder, config)) return;
        throw new VenvWithoutPythonException(
            $"The action's env, {env}, needs Python {config.Version}, and this node has none: neither in {config.Home} nor as python{config.Version} in the PATH. Install it there, or let target_env name a node that has it.");
    }
}

/// <summary>A venv's Python is not on this node. It may be installed any time: what was unpacked without it is not kept.</summary>
internal sealed class VenvWithoutPythonException(string message) : ActionNotStartedException(message);
