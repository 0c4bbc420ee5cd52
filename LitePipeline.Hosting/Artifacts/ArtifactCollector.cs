using System.Collections.Immutable;
using System.Security.Cryptography;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Executors;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.Options;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Artifacts;

/// <summary>Finds the files that an action declared, once it has ended well, and names them by their content. They stay where they are until the manager has fetched them.</summary>
internal sealed class ArtifactCollector(IOptions<NodeOptions> options)
{
    // Without links: one that leads upwards would have no end.
    private static readonly EnumerationOptions OwnFiles = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Collects what the action declared.</summary>
    /// <exception cref="ActionNotStartedException">Something that it declared is missing or cannot be kept.</exception>
    public async Task<ImmutableArray<Artifact>> CollectAsync(ActionDefinition action, string workspace, CancellationToken cancellationToken)
    {
        if (action.Artifacts.IsDefaultOrEmpty) return [];
        var paths = FindPaths(action.Artifacts, workspace);
        if (paths.Count > ArtifactPath.MaxFiles)
            throw Failed($"It left {paths.Count} files as artifacts; an action may leave {ArtifactPath.MaxFiles}. Pack them into one.");
        var artifacts = ImmutableArray.CreateBuilder<Artifact>(paths.Count);
        foreach (var path in paths) artifacts.Add(await NameAsync(workspace, path, cancellationToken));
        return artifacts.DrainToImmutable();
    }

    private static SortedSet<string> FindPaths(ImmutableArray<string> declared, string workspace)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        string[]? files = null;
        foreach (var path in declared)
        {
            if (!ArtifactPath.IsPattern(path))
            {
                paths.Add(path);
                continue;
            }

            files ??= ListFiles(workspace);
            var matcher = new Matcher(StringComparison.Ordinal).AddInclude(path);
            var matches = files.Where(file => matcher.Match(file).HasMatches).ToArray();
            if (matches.Length == 0) throw Failed($"It ended well, but no file in its workspace fits its artifact '{path}'. Write one there, or remove it from the action's artifacts.");
            paths.UnionWith(matches);
        }

        return paths;
    }

    // What the node and the action speak through, and what came from other actions, is not meant by a pattern.
    private static string[] ListFiles(string workspace) => !Directory.Exists(workspace) ? [] :
    [
        .. Directory.EnumerateFiles(workspace, "*", OwnFiles)
            .Select(file => Path.GetRelativePath(workspace, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !WorkspaceContract.Files.Contains(file) && !file.StartsWith(WorkspaceContract.ArtifactFolder + "/", StringComparison.Ordinal)),
    ];

    private async Task<Artifact> NameAsync(string workspace, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = WorkspaceFile.Open(workspace, path)
                ?? throw Failed($"It ended well, but did not write its artifact '{path}' into its workspace. Write it there, or remove it from the action's artifacts.");
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            // The result that names it is durable on this node; so is what it names. Elsewhere a file that is only read cannot be told so.
            if (options.Value.DurableResults && OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file.SafeFileHandle);
            return new Artifact(path, sha256, file.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActionNotStartedException($"Its artifact '{path}' cannot be kept: {failure.Message}", ActionFailureKind.Artifact, failure);
        }
    }

    private static ActionNotStartedException Failed(string message) => new(message, ActionFailureKind.Artifact);
}
