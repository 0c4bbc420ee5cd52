using System.Net;
using LitePipeline.Core;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Transport.Tcp;

internal sealed partial class TcpNodeListener
{
    [LoggerMessage(3010, LogLevel.Information, "Listening for nodes on {EndPoint}")]
    private partial void LogListening(EndPoint? endPoint);

    [LoggerMessage(3011, LogLevel.Warning, "Refused {RemoteAddress} for {Error}: {Reason}")]
    private partial void LogRefused(string remoteAddress, ProtocolError error, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Closed {Count} connections that had not said who they are: more than {Max} were in the handshake at once")]
    private partial void LogTooManyHandshakes(long count, int max);

    [LoggerMessage(3013, LogLevel.Warning, "A connection could not be accepted; trying again")]
    private partial void LogAcceptFailed(Exception failure);

    [LoggerMessage(3014, LogLevel.Error, "Serving {RemoteAddress} failed; its connection is closed")]
    private partial void LogServingFailed(string remoteAddress, Exception failure);

    [LoggerMessage(3015, LogLevel.Warning, "Nodes of other machines connect without TLS: their token and their data can be read on the way. Give the manager a certificate")]
    private partial void LogPlain();

    [LoggerMessage(3016, LogLevel.Error, "A changed file of tokens or certificates cannot be used; what it said before stays")]
    private partial void LogFileUnusable(Exception failure);
}
