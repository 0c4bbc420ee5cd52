using System.Net;
using System.Net.Sockets;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Whether a daemon can listen where it is told to, or does so already.</summary>
/// <param name="setting">The setting that names the port.</param>
/// <param name="address">Where.</param>
/// <param name="runs">Whether the daemon runs now, as far as its data folder shows.</param>
internal sealed class PortCheck(string setting, HostPort address, bool runs) : IDoctorCheck
{
    public string Name => setting;

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        if (address.Port == 0) return [];
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(address.Host, out var given) ? [given] : await Dns.GetHostAddressesAsync(address.Host, cancellationToken);
        }
        catch (SocketException failure)
        {
            return [Finding.Wrong($"{address.Host} is no address of this machine: {failure.Message}", "Give 127.0.0.1, 0.0.0.0 for everywhere, or a name that this machine knows.")];
        }

        return [Look(addresses[0])];
    }

    private Finding Look(IPAddress at)
    {
        try
        {
            using var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(at, address.Port));
            return runs ? Finding.Warning($"{address} is free, though the service runs", "Did the file change since it was started? Restart the service, or name the file that it runs from.") : Finding.Ok($"{address} is free");
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            var owner = PortOwner.Find(address.Port) ?? "a process that this user may not see";
            return runs
                ? Finding.Ok($"{address} is in use by {owner}; the service runs")
                : Finding.Wrong($"{address} is in use by {owner}", $"End that process, or give another port in {setting}.");
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            return Finding.Wrong($"this user may not listen on {address}", "Give a port above 1023, or let the service's unit have CAP_NET_BIND_SERVICE.");
        }
        catch (SocketException failure)
        {
            return Finding.Wrong($"nothing can listen on {address}: {failure.Message.TrimEnd('.')}", "Give an address of this machine.");
        }
    }
}
