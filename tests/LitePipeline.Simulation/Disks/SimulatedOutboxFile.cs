using LitePipeline.Hosting.Node;
using LitePipeline.Simulation.Processes;

namespace LitePipeline.Simulation.Disks;

/// <summary>A node's outbox on its disk: what was flushed outlives the machine, what was only written outlives the process.</summary>
internal sealed class SimulatedOutboxFile(World world, SimulatedNode node) : IOutboxFile
{
    private readonly List<byte> _written = [];
    private int _flushed;

    public string Path => $"{node.Name}/outbox.log";

    public long Length => _written.Count;

    public byte[] Open() => [.. _written];

    public void Append(byte[] bytes, bool durable)
    {
        world.CheckThread();
        if (world.Scheduler.Now < node.DiskFullUntil)
        {
            _written.AddRange(bytes.AsSpan(0, world.Random.Next(bytes.Length + 1)));
            throw new IOException("Simulated: no space left on the device.");
        }

        _written.AddRange(bytes);
        if (durable) _flushed = _written.Count;
    }

    public void Cut(long length)
    {
        _written.RemoveRange((int)length, _written.Count - (int)length);
        _flushed = Math.Min(_flushed, _written.Count);
    }

    public void Replace(IReadOnlyCollection<byte[]> records)
    {
        if (world.Scheduler.Now < node.DiskFullUntil) throw new IOException("Simulated: no space left on the device.");
        _written.Clear();
        foreach (var record in records) _written.AddRange(record);
        _flushed = _written.Count;
    }

    /// <summary>The power is gone: of what was not flushed a part is there, and its last bytes may be anything.</summary>
    public void LosePower()
    {
        Cut(_flushed + world.Random.Next(_written.Count - _flushed + 1));
        if (_written.Count > _flushed && world.Random.Next(2) == 0) _written[^1] ^= (byte)(1 + world.Random.Next(255));
        _flushed = _written.Count;
    }

    public void Dispose()
    {
    }
}
