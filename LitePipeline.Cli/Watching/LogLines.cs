namespace LitePipeline.Cli.Watching;

/// <summary>The lines of a log as they come. One that is very long comes in pieces: an output need not have any line's end.</summary>
internal sealed class LogLines(Stream log) : IDisposable
{
    /// <summary>The most characters of a piece.</summary>
    public const int Longest = 16 * 1024;

    private readonly StreamReader _text = new(log);
    private readonly char[] _buffer = new char[Longest];
    private int _begin, _end;

    // What one line's end is not another's.
    private bool _afterReturn, _afterPiece;

    /// <summary>The next line or piece of one; null at the end.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Next() is { } line) return line;
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
            var read = await _text.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            if (read > 0) continue;
            return _end == 0 ? null : Take(_end, 0);
        }
    }

    public void Dispose() => _text.Dispose();

    // Null where more must be read.
    private string? Next()
    {
        while (true)
        {
            if (_afterReturn && _begin < _end)
            {
                if (_buffer[_begin] == '\n') _begin++;
                _afterReturn = false;
            }

            var rest = _buffer.AsSpan(_begin, _end - _begin);
            var length = rest.IndexOfAny('\r', '\n');
            if (length < 0)
            {
                if (rest.Length < Longest) return null;
                // Both halves of a character stay together.
                length = char.IsHighSurrogate(rest[^1]) ? rest.Length - 1 : rest.Length;
                _afterPiece = true;
                return Take(length, 0);
            }

            _afterReturn = rest[length] == '\r';
            var endsPiece = _afterPiece && length == 0;
            _afterPiece = false;
            var line = Take(length, 1);
            if (!endsPiece) return line;
        }
    }

    private string Take(int length, int ending)
    {
        var line = new string(_buffer, _begin, length);
        _begin += length + ending;
        return line;
    }
}
