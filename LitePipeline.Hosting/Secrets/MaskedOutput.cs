using System.Text;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Passes an output on with its secrets masked, also those that come in pieces. It keeps back only what may yet turn out to be the beginning of one.</summary>
/// <remarks>Not safe for use by many threads.</remarks>
internal sealed class MaskedOutput(SecretMask mask, Stream destination)
{
    private char[] _text = [];
    private byte[] _bytes = [];
    private int _length;
    private int _covered;
    private bool _inMask;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (mask.IsEmpty)
        {
            destination.Write(bytes);
            return;
        }

        if (_text.Length < _length + bytes.Length) Array.Resize(ref _text, _length + bytes.Length);
        _length += Encoding.Latin1.GetChars(bytes, _text.AsSpan(_length));
        Pass(mask.CertainTo(_text.AsSpan(0, _length)));
    }

    /// <summary>Nothing more comes: what was kept back is no secret.</summary>
    public void Complete() => Pass(_length);

    // Passes on all before a place. Secrets that overlap or touch are one mask, so that no part of either shows.
    private void Pass(int end)
    {
        var text = _text.AsSpan(0, _length);
        for (var from = 0; from < end && mask.Find(text, from) is var (place, length) && place < end; from = place + 1)
        {
            if (place > _covered || !_inMask)
            {
                Emit(text[_covered..place]);
                Emit(SecretMask.Shown);
            }

            _inMask = true;
            _covered = Math.Max(_covered, place + length);
        }

        if (_covered < end)
        {
            Emit(text[_covered..end]);
            (_covered, _inMask) = (end, false);
        }

        text[end..].CopyTo(_text);
        _length -= end;
        _covered -= end;
    }

    private void Emit(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        if (_bytes.Length < text.Length) _bytes = new byte[text.Length];
        destination.Write(_bytes, 0, Encoding.Latin1.GetBytes(text, _bytes));
    }
}
