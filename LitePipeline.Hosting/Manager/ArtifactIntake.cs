using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager;

/// <summary>Fetches the artifacts of an attempt from its node into the package store; only then is its result passed on to be recorded.</summary>
/// <remarks>
/// Until the result is recorded, nothing of the attempt is: a manager or a connection that ends on the way leaves the attempt as it was, the node
/// reports it again, and what has arrived is not sent a second time. An attempt that is not current any more is asked for nothing.
/// </remarks>
internal sealed partial class ArtifactIntake(
    ManagerQueue queue, IPackageStore packages, PackageGate gate, IOptions<ManagerOptions> options, TimeProvider time, ILogger<ArtifactIntake> logger)
{
    private const int MaxTries = 5;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Whether a message is one that has to wait for its artifacts.</summary>
    public static bool HasArtifacts(NodeMessage message) => message is NodeMessage.ActionFinished { Result: { Succeeded: true, Artifacts.IsDefaultOrEmpty: false } };

    /// <summary>Takes the artifacts in and reports the attempt's end to the queue.</summary>
    /// <exception cref="ProtocolException">The connection ended; the node says it again on the next one.</exception>
    /// <exception cref="OperationCanceledException">So it is.</exception>
    public async Task TakeAsync(SessionId session, INodeChannel channel, NodeMessage.ActionFinished finished, CancellationToken ended)
    {
        string[] contents = [.. finished.Result.Artifacts.Select(artifact => artifact.Sha256).Distinct()];
        using (await gate.HoldAsync(contents, ended))
        {
            if (await queue.AskAsync(new ManagerInput.DescribeAttempt(session, finished.Attempt), ended) is TaskFolder folder)
            {
                var problem = FindProblem(finished.Result.Artifacts) ?? await FetchAllAsync(channel, folder, finished, ended);
                if (problem is not null) finished = finished with { Result = Failed(finished.Result, problem) };
            }

            await queue.AskAsync(new ManagerInput.NodeSaid(session, finished), ended);
        }

        // The machine and the rows know whether anything needs them: an attempt that was given up, or that failed after all, does not.
        foreach (var sha256 in contents) await queue.PostAsync(new ManagerInput.DiscardPackage(sha256), ended);
    }

    private string? FindProblem(ImmutableArray<Artifact> artifacts)
    {
        if (artifacts.Length > ArtifactPath.MaxFiles) return $"It left {artifacts.Length} files as artifacts; an action may leave {ArtifactPath.MaxFiles}. Pack them into one.";
        foreach (var artifact in artifacts)
        {
            if (ArtifactPath.FileProblem(artifact.Path) is { } problem) return $"The path of its artifact '{artifact.Path}' {problem}";
        }

        var size = artifacts.Sum(artifact => artifact.Size);
        return size > options.Value.MaxArtifactBytes
            ? $"Its artifacts have {size:N0} bytes; {options.Value.MaxArtifactBytes:N0} are allowed. Leave less, or raise the manager's {nameof(ManagerOptions.MaxArtifactBytes)}."
            : null;
    }

    private async Task<string?> FetchAllAsync(INodeChannel channel, TaskFolder folder, NodeMessage.ActionFinished finished, CancellationToken ended)
    {
        // Two files with one content are fetched once.
        foreach (var artifact in finished.Result.Artifacts.DistinctBy(artifact => artifact.Sha256))
        {
            if (await HasAsync(artifact.Sha256, ended)) continue;
            if (await FetchAsync(channel, new StreamRequest.ArtifactFile(folder, finished.Attempt.Action, artifact.Path), artifact, ended) is { } problem) return problem;
        }

        return null;
    }

    private async Task<string?> FetchAsync(INodeChannel channel, StreamRequest request, Artifact artifact, CancellationToken ended)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var content = await channel.RequestStreamAsync(request, ended);
                // The format is the package's own and not the store's, which hands it back as it came: a plain file has none.
                var saved = await packages.SaveAsync(new ShortStream(content, artifact.Size), default, ended);
                if (saved.Sha256 == artifact.Sha256) return null;
                await queue.PostAsync(new ManagerInput.DiscardPackage(saved.Sha256), ended);
                return $"Its artifact '{artifact.Path}' was changed after the action had ended; nothing may write into its workspace then.";
            }
            catch (StreamRefusedException refused) when (attempt == MaxTries)
            {
                return $"Its artifact '{artifact.Path}' could not be had from its node: {refused.Message}";
            }
            catch (StreamRefusedException)
            {
                // The node may be busy with other streams.
            }
            catch (PackageInvalidException tooLong)
            {
                return $"Its artifact '{artifact.Path}' cannot be kept: {tooLong.Message}";
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A full disk may get room again; until then the attempt counts as running, and nothing is lost.
                LogNotKept(failure, artifact.Path, artifact.Sha256);
                attempt = 0;
            }

            await Task.Delay(RetryDelay, time, ended);
        }
    }

    private async Task<bool> HasAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await packages.OpenReadAsync(sha256, cancellationToken);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static ActionResult Failed(ActionResult result, string problem) => result with
    {
        Failure = new ActionFailure(ActionFailureKind.Artifact, problem),
        Data = default,
        Actions = [],
        Artifacts = [],
    };

    [LoggerMessage(1040, LogLevel.Error, "The artifact {Path} with the content {Sha256} could not be kept; trying again until it works")]
    private partial void LogNotKept(Exception failure, string path, string sha256);

    /// <summary>Ends one byte after the length that was told: what is longer is not what was told, and need not be read to its end.</summary>
    private sealed class ShortStream(Stream inner, long length) : Stream
    {
        private long _left = length + 1;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0) return 0;
            var count = await inner.ReadAsync(buffer.Length > _left ? buffer[..(int)_left] : buffer, cancellationToken);
            _left -= count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");
        public override void Flush() { }
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
