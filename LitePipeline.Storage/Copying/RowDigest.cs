using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Storage.Copying;

/// <summary>The digest of a table's rows, whatever database they are in.</summary>
internal sealed class RowDigest(CopyTable table)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _rows;

    public void Add(object?[] row)
    {
        foreach (var value in row)
        {
            switch (value)
            {
                case null: Add('-', 0); break;
                case long number: Add('n', number); break;
                case byte[] bytes: Add('b', bytes.Length, bytes); break;
                case string text: Add('t', Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetBytes(text)); break;
                default: throw new NotSupportedException($"A {value.GetType().Name} has no column.");
            }
        }

        _rows++;
    }

    public CopiedTable Finish()
    {
        using (_hash) return new CopiedTable(table.Name, _rows, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    private void Add(char kind, long number, ReadOnlySpan<byte> bytes = default)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(long)];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], number);
        _hash.AppendData(head);
        _hash.AppendData(bytes);
    }
}
