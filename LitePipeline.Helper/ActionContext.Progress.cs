using System.Buffers;
using System.Text.Json;

namespace LitePipeline.Helper;

public sealed partial class ActionContext
{
    private const string ProgressFile = "progress.data";

    /// <summary>Says how far the action is. Whoever watches the task sees it; nothing depends on it.</summary>
    /// <param name="fraction">From 0 to 1; what is beyond is cut.</param>
    /// <param name="message">For people.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not a number.</exception>
    public void ReportProgress(double fraction, string message = "")
    {
        if (double.IsNaN(fraction)) throw new ArgumentOutOfRangeException(nameof(fraction), "The fraction must be a number from 0 to 1.");
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber("fraction", Math.Clamp(fraction, 0, 1));
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        lock (_lock)
        {
            // One write for the whole line, so that a reader of the growing file sees few halves.
            using var file = new FileStream(Path.Combine(Workspace, ProgressFile), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(line.WrittenSpan);
        }
    }
}
