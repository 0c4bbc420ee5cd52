using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Soak.Network;

/// <summary>A network device whose other side is this process: what the kernel sends by it is read here, and what is written here the kernel receives.</summary>
internal sealed partial class TunDevice
{
    private const nuint Attach = 0x400454ca;
    private const short PacketsWithoutHeader = 0x1 | 0x1000;
    private const int NameSize = 16, RequestSize = 40;

    // One to read from and one to write to, as both go on at the same time.
    private readonly FileStream _received;
    private readonly FileStream _sent;

    /// <summary>Makes a device. It may be moved to another network namespace; this side of it stays.</summary>
    public TunDevice(string name)
    {
        var device = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = new byte[RequestSize];
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0);
        BitConverter.GetBytes(PacketsWithoutHeader).CopyTo(request, NameSize);
        if (Control(device, Attach, request) != 0) throw new IOException($"The network device {name} cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        _received = new FileStream(device, FileAccess.Read, bufferSize: 0);
        _sent = new FileStream(device, FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Waits for a packet.</summary>
    public int Read(Span<byte> packet) => _received.Read(packet);

    public void Write(ReadOnlySpan<byte> packet)
    {
        try
        {
            _sent.Write(packet);
        }
        catch (IOException)
        {
            // The other side is not up: the packet is lost, as on any line.
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle device, nuint request, [In] byte[] argument);
}
