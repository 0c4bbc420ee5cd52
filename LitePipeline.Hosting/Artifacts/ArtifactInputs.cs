using System.Security.Cryptography;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Artifacts;

/// <summary>Puts the artifacts of the actions in an action's condition into its workspace, wherever they were made.</summary>
internal sealed class ArtifactInputs(NodeConnection connection)
{
    private const int MaxTries = 3;

    /// <summary>Fetches them all.</summary>
    /// <exception cref="ActionNotStartedException">One of them cannot be had.</exception>
    public async Task BringAsync(ActionAssignment assignment, string workspace, CancellationToken cancellationToken)
    {
        if (assignment.Conditions.IsDefault) return;
        foreach (var condition in assignment.Conditions)
        {
            if (condition.Artifacts.IsDefaultOrEmpty) continue;
            foreach (var artifact in condition.Artifacts) await BringAsync(condition.Action, artifact, workspace, cancellationToken);
        }
    }

    private async Task BringAsync(string action, Artifact artifact, string workspace, CancellationToken cancellationToken)
    {
        if (ArtifactPath.FileProblem(artifact.Path) is { } problem) throw Failed($"The path of the artifact '{artifact.Path}' of '{action}' {problem}");
        var target = Path.Combine(workspace, WorkspaceContract.ArtifactFile(action, artifact.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var file = new FileStream(target, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var sha256 = await connection.FetchAsync(new StreamRequest.Package(artifact.Sha256), stream => CopyAsync(stream, file, artifact.Size, cancellationToken), cancellationToken);
                if (sha256 == artifact.Sha256) return;
                if (attempt == MaxTries) throw Failed($"The artifact '{artifact.Path}' of '{action}' arrived {MaxTries} times with another content than its SHA-256 {artifact.Sha256} says; look at the manager's package store.");
            }
            catch (StreamRefusedException refused)
            {
                throw new ActionNotStartedException($"The artifact '{artifact.Path}' of '{action}' could not be had: {refused.Message}", ActionFailureKind.Artifact, refused);
            }
        }
    }

    private static async Task<string> CopyAsync(Stream source, FileStream file, long expected, CancellationToken cancellationToken)
    {
        // An earlier try may have left its beginning.
        file.SetLength(0);
        file.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        int count;
        while (file.Position <= expected && (count = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ActionNotStartedException Failed(string message) => new(message, ActionFailureKind.Artifact);
}
