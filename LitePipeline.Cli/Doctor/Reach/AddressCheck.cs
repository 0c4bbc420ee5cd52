using System.Net;
using System.Net.Sockets;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether a manager's host has an address, and takes connections at its port.</summary>
/// <param name="place">Host and port.</param>
/// <param name="settings">What names them.</param>
internal sealed class AddressCheck(HostPort place, string settings) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "address";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(place.Host, late.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [Finding.Wrong($"the name {place.Host} has no address: {failure.Message}", $"Correct {settings}, or what resolves names on this machine.")];
        }

        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, place.Port, late.Token);
            return [Finding.Ok($"{place} takes connections{(IPAddress.TryParse(place.Host, out _) ? "" : $" ({string.Join(", ", addresses.AsEnumerable())})")}")];
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [Finding.Wrong(
                failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? $"nothing listens on {place}" : $"{place} does not answer: {(failure is SocketException ? failure.Message : $"not within {Patience.TotalSeconds:0} s")}",
                $"Start the manager; see that it listens there and not on another machine's loopback, and that no firewall is between; or correct {settings}.")];
        }
    }
}
