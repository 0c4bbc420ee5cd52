using System.Net;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Transport.Tcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Servers;

/// <summary>Connects the node of <c>up</c> to the manager in the same process, on whichever port that one got, by the same TCP that other nodes use.</summary>
internal static class OwnManagerConnector
{
    public static ILitePipelineNodeBuilder UseOwnManager(this ILitePipelineNodeBuilder builder)
    {
        builder.UseTcpTransport();
        // The manager starts first; by the time the node looks for it, its port is known.
        builder.Services.AddSingleton<IConfigureOptions<TcpConnectorOptions>>(services => new ConfigureOptions<TcpConnectorOptions>(connector =>
        {
            var listener = services.GetRequiredService<IOptions<TcpListenerOptions>>().Value;
            if (services.GetRequiredService<INodeListener>().LocalEndPoint is not IPEndPoint endPoint) return;
            connector.ManagerHost = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : endPoint.Address.ToString();
            (connector.ManagerPort, connector.Token, connector.TokenFile) = (endPoint.Port, listener.Token, listener.TokenFile);
        }));
        return builder;
    }
}
