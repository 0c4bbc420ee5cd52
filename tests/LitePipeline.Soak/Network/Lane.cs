using System.Threading.Channels;

namespace LitePipeline.Soak.Network;

/// <summary>One direction of a line.</summary>
internal sealed class Lane
{
    private const int LargestPacket = 65536;

    private readonly Channel<(long Due, byte[] Packet)> _underWay = Channel.CreateUnbounded<(long, byte[])>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TunDevice _from;
    private readonly TunDevice _to;
    private readonly Random _random;

    public Lane(TunDevice from, TunDevice to, int seed)
    {
        (_from, _to, _random) = (from, to, new Random(seed));
        new Thread(Take) { IsBackground = true }.Start();
        new Thread(Give) { IsBackground = true }.Start();
    }

    /// <summary>What becomes of packets now.</summary>
    public volatile LaneState State = LaneState.Well;

    public long Lost { get; private set; }

    public long Passed { get; private set; }

    private void Take()
    {
        var buffer = new byte[LargestPacket];
        while (true)
        {
            var length = _from.Read(buffer);
            var state = State;
            if (state.Loss > 0 && _random.NextDouble() < state.Loss)
            {
                Lost++;
                continue;
            }

            var delay = state.Delay * (0.5 + _random.NextDouble());
            _underWay.Writer.TryWrite((Environment.TickCount64 + (long)delay.TotalMilliseconds, buffer.AsSpan(0, length).ToArray()));
        }
    }

    // In order: one that takes long holds up those behind it, as in any queue on the way.
    private void Give()
    {
        while (true)
        {
            if (!_underWay.Reader.TryRead(out var next))
            {
                _underWay.Reader.WaitToReadAsync().AsTask().Wait();
                continue;
            }

            var left = next.Due - Environment.TickCount64;
            if (left > 0) Thread.Sleep((int)left);
            _to.Write(next.Packet);
            Passed++;
        }
    }
}

/// <summary>How well a lane does.</summary>
/// <param name="Loss">The part of the packets that is lost; 1 for all.</param>
/// <param name="Delay">How long a packet takes in the mean.</param>
internal sealed record LaneState(double Loss, TimeSpan Delay)
{
    public static LaneState Well { get; } = new(0, TimeSpan.Zero);

    public static LaneState Cut { get; } = new(1, TimeSpan.Zero);
}
