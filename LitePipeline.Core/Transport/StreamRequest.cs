using System.Text.Json.Serialization;
using LitePipeline.Core.Messages;

namespace LitePipeline.Core.Transport;

/// <summary>Bytes that one end asks the other for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Package), "package")]
[JsonDerivedType(typeof(Workspace), "workspace")]
[JsonDerivedType(typeof(Log), "log")]
[JsonDerivedType(typeof(ArtifactFile), "artifact")]
public abstract record StreamRequest
{
    private StreamRequest() { }

    /// <summary>A node asks for a package's file, or for the content of an artifact: the manager keeps both by their SHA-256.</summary>
    public sealed record Package(string Sha256) : StreamRequest;

    /// <summary>The manager asks for an action's workspace, packed as tar.gz.</summary>
    public sealed record Workspace(TaskFolder Task, string Action) : StreamRequest;

    /// <summary>The manager asks for a file that an action left, before it records the action's result.</summary>
    /// <param name="Task">Where the task's workspaces lie.</param>
    /// <param name="Action">The action.</param>
    /// <param name="Path">The file's path in the action's workspace, with <c>/</c> between folders.</param>
    public sealed record ArtifactFile(TaskFolder Task, string Action, string Path) : StreamRequest;

    /// <summary>The manager asks for an action's output from a byte on; with <paramref name="Follow"/> the stream ends only when the action has.</summary>
    /// <param name="Task">Where the task's workspaces lie.</param>
    /// <param name="Action">The action.</param>
    /// <param name="Offset">How many bytes to pass over; a negative number begins so many bytes before the end.</param>
    /// <param name="Follow">Whether to wait for more while the action runs.</param>
    /// <param name="Attempt">An earlier attempt's number; null for the latest.</param>
    /// <param name="Parts">Whether the answer comes in parts, each with its offset and length before it (8 and 4 bytes, high byte first), so that what was left out shows; else it is one text.</param>
    public sealed record Log(TaskFolder Task, string Action, long Offset, bool Follow, int? Attempt = null, bool Parts = false) : StreamRequest;
}

/// <summary>Answers stream requests.</summary>
public interface IStreamProvider
{
    /// <summary>Writes what was asked for. The destination slows the writer down to what the reader takes.</summary>
    /// <exception cref="StreamRefusedException">There is no such thing; the asker gets the message.</exception>
    Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken);
}

/// <summary>The other end does not have what was asked for, or broke off.</summary>
public sealed class StreamRefusedException(string message, Exception? inner = null)
    : LitePipelineException(ErrorCode.OperationFailed, message, inner);
