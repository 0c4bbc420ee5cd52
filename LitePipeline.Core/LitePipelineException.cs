using LitePipeline.Core.Definitions;

namespace LitePipeline.Core;

/// <summary>The base of all that LitePipeline throws on purpose.</summary>
public abstract class LitePipelineException(ErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong, for programs.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The request's field that is wrong, where one is.</summary>
    public string? Field { get; init; }
}

/// <summary>Why a request was refused: for programs, for people, and where.</summary>
/// <param name="Code">The error's name.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Field">The field that is wrong, where one is.</param>
public sealed record Refusal(ErrorCode Code, string Message, string? Field = null);

/// <summary>The manager refused a request; nothing has changed.</summary>
public sealed class RequestRefusedException : LitePipelineException
{
    /// <summary>Says why.</summary>
    public RequestRefusedException(Refusal refusal) : base(refusal.Code, refusal.Message) => (Refusal, Field) = (refusal, refusal.Field);

    /// <summary>Why.</summary>
    public Refusal Refusal { get; }
}

/// <summary>A configuration breaks the rules of definitions; all problems are listed.</summary>
/// <param name="problems">All that is wrong, in the order of the text.</param>
/// <param name="code">What went wrong, for programs.</param>
public sealed class DefinitionInvalidException(IReadOnlyList<DefinitionProblem> problems, ErrorCode code = ErrorCode.AppWrongFormat)
    : LitePipelineException(code, string.Join(" ", problems))
{
    /// <summary>All that is wrong, in the order of the text.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}

/// <summary>A package cannot be used: not an archive, unsafe, too large, or without its parts. The code says whether it is an application's or a venv's.</summary>
public sealed class PackageInvalidException : LitePipelineException
{
    /// <summary>Says why and what to do; the field is the request's file.</summary>
    public PackageInvalidException(string message, Exception? inner = null, ErrorCode code = ErrorCode.AppWrongFormat) : base(code, message, inner) => Field = "file";
}

/// <summary>The other end of a connection broke the wire protocol or refused us.</summary>
public sealed class ProtocolException(ProtocolError error, string message, Exception? inner = null)
    : LitePipelineException(ErrorCode.OperationFailed, message, inner)
{
    /// <summary>What was broken.</summary>
    public ProtocolError Error { get; } = error;
}

/// <summary>How a connection can break the wire protocol.</summary>
public enum ProtocolError
{
    /// <summary>The bytes are not a frame or its content is not a message.</summary>
    Malformed,
    /// <summary>A frame is longer than allowed.</summary>
    TooLarge,
    /// <summary>The handshake or a frame did not arrive in time.</summary>
    TooSlow,
    /// <summary>The two ends speak different versions.</summary>
    VersionMismatch,
    /// <summary>The cluster token is missing or wrong.</summary>
    Unauthorized,
    /// <summary>A message or stream of a kind that this end does not know.</summary>
    Unknown,
    /// <summary>The other end closed the connection, or it was cut.</summary>
    Closed,
}

/// <summary>The store could not keep or give what it was asked for.</summary>
public sealed class StoreException(string message, Exception? inner = null)
    : LitePipelineException(ErrorCode.ServerException, message, inner);

/// <summary>It is not known whether the store made the changes durable: its answer was lost. The same call tried again finds out and makes them where they were not made; to load forgets them.</summary>
public sealed class CommitUncertainException(string message, Exception? inner = null)
    : LitePipelineException(ErrorCode.ServerException, message, inner);

/// <summary>Another manager has written to the store since this one did: what this one knows is out of date, and it must load before it may write.</summary>
public sealed class StoreTakenException(string message, Exception? inner = null)
    : LitePipelineException(ErrorCode.ServerException, message, inner);
