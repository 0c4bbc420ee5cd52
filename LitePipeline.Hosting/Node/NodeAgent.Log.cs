using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Node;

internal sealed partial class NodeAgent
{
    [LoggerMessage(2000, LogLevel.Information, "Connected to the manager at {Address}.")]
    private partial void LogConnected(string address);

    [LoggerMessage(2001, LogLevel.Warning, "The connection to the manager ended: {Reason}. What runs goes on.")]
    private partial void LogDisconnected(string reason);

    [LoggerMessage(2002, LogLevel.Warning, "The manager cannot be reached: {Reason} Trying again in {Delay}.")]
    private partial void LogUnreachable(string reason, TimeSpan delay);

    [LoggerMessage(2003, LogLevel.Error, "The manager refuses this node: {Reason} Set the same cluster token and a compatible version on both. Trying again in {Delay}.")]
    private partial void LogRefused(string reason, TimeSpan delay);

    [LoggerMessage(2004, LogLevel.Warning, "The manager sent a message of the unknown kind {Kind}; it may be newer than this node.")]
    private partial void LogUnknown(string kind);
}
