using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LitePipeline.Fuzzing.Http;

/// <summary>A connection to an HTTP service that writes requests as they are given, and reads the answers.</summary>
internal sealed class HttpLine(int port) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _from, _to;

    /// <summary>One answer.</summary>
    internal sealed record Answer(int Status, string ContentType, string Body);

    /// <summary>Sends a request and reads its answer; null where the service hung up instead.</summary>
    public async Task<Answer?> AskAsync(ReadOnlyMemory<byte> request, bool hangsUp)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync("127.0.0.1", port);
                _from = _to = 0;
            }

            while (request.Length > 0) request = request[await _socket.SendAsync(request)..];
            if (hangsUp) _socket.Shutdown(SocketShutdown.Send);
            return await ReadAsync(hangsUp);
        }
        catch (Exception failure) when (failure is SocketException or EndOfStreamException)
        {
            Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Answer> ReadAsync(bool closes)
    {
        var status = int.Parse((await LineAsync()).AsSpan(9, 3), CultureInfo.InvariantCulture);
        var (length, chunked, type) = (0, false, "");
        while (await LineAsync() is { Length: > 0 } header)
        {
            var value = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(value, CultureInfo.InvariantCulture);
            else if (header.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase)) chunked = true;
            else if (header.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)) type = value;
            else if (header.StartsWith("Connection: close", StringComparison.OrdinalIgnoreCase)) closes = true;
        }

        var body = new StringBuilder();
        if (!chunked) body.Append(await TextAsync(length));
        else
        {
            while (int.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var part)
            {
                body.Append(await TextAsync(part));
                await LineAsync();
            }

            await LineAsync();
        }

        if (closes) Dispose();
        return new Answer(status, type, body.ToString());
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_from == _to) await FillAsync();
            var letter = (char)_buffer[_from++];
            if (letter == '\n') return line.ToString().TrimEnd('\r');
            line.Append(letter);
        }
    }

    private async Task<string> TextAsync(int length)
    {
        var bytes = new byte[length];
        for (var there = 0; there < length;)
        {
            if (_from == _to) await FillAsync();
            var count = Math.Min(_to - _from, length - there);
            _buffer.AsSpan(_from, count).CopyTo(bytes.AsSpan(there));
            (_from, there) = (_from + count, there + count);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private async Task FillAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        int count;
        try
        {
            count = await _socket!.ReceiveAsync(_buffer, limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new PromiseBrokenException("The service did not answer within a minute.");
        }

        (_from, _to) = (0, count);
        if (count == 0) throw new EndOfStreamException();
    }
}
