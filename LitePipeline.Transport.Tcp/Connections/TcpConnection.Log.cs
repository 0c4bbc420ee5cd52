using LitePipeline.Core;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Transport.Tcp.Connections;

internal sealed partial class TcpConnection
{
    [LoggerMessage(3001, LogLevel.Warning, "The connection with {Name} ({Id}, {RemoteAddress}) is ended for {Error}: {Reason}")]
    private partial void LogRefused(string name, Guid id, string remoteAddress, ProtocolError error, string reason);
}
