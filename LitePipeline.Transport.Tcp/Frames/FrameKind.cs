namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>What a frame says. The numbers are part of the wire protocol.</summary>
internal enum FrameKind : byte
{
    Hello = 1,
    Welcome = 2,
    Refuse = 3,
    Close = 4,
    Heartbeat = 5,
    Message = 6,
    Credit = 7,
    StreamOpen = 16,
    StreamData = 17,
    StreamEnd = 18,
    StreamRefuse = 19,
    StreamCancel = 20,
}
