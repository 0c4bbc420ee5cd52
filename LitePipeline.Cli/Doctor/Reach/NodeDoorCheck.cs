using LitePipeline.Core;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp;
using LitePipeline.Transport.Tcp.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether the manager lets a node in: TLS, version and token, as the node would show them. It leaves again before it has joined.</summary>
internal sealed class NodeDoorCheck(TcpConnectorOptions options, TimeProvider time) : IDoctorCheck
{
    public string Name => "manager";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connector = new TcpNodeConnector(Options.Create(options), time, NullLogger<TcpConnection>.Instance);
            await using var channel = await connector.ConnectAsync(new NodeIdentity(new NodeId(Guid.NewGuid()), "doctor"), new Nothing(), cancellationToken);
            return [Finding.Ok($"{channel.RemoteAddress} lets this node in{(options.UseTls ? ", by TLS" : "")}")];
        }
        catch (ProtocolException refused)
        {
            return [Finding.Wrong(refused.Message, Mend(refused.Error))];
        }
        catch (IOException failure)
        {
            return [Finding.Wrong(failure.Message)];
        }
    }

    private string Mend(ProtocolError error) => error switch
    {
        ProtocolError.Unauthorized => "Give what the manager asks for: node_token or node_token_file as in its file, or a certificate of its node_authority; for TLS, manager_tls, manager_authority and manager_name.",
        ProtocolError.VersionMismatch => "Install the same version of LitePipeline on both machines.",
        _ => $"See that manager_tcp_port is the manager's port for nodes (tcp_port) and not that of its HTTP API, and that manager_tls ({(options.UseTls ? "true" : "false")}) is as at the manager.",
    };

    private sealed class Nothing : IStreamProvider
    {
        public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) => throw new StreamRefusedException("A doctor has nothing.");
    }
}
