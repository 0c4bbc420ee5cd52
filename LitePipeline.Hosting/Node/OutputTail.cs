using System.Text;
using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Node;

/// <summary>The end of an attempt's output, for its failure's message.</summary>
internal static class OutputTail
{
    private const int Longest = 2048;

    public static string Read(string workspace)
    {
        try
        {
            using var file = new FileStream(WorkspaceContract.LogOf(workspace), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var cut = file.Length > Longest;
            if (cut) file.Seek(-Longest, SeekOrigin.End);
            var buffer = new byte[Longest];
            var text = Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, Longest, throwOnEndOfStream: false)).Trim();
            // A cut line says little; the lines after it say more.
            var line = text.IndexOf('\n', StringComparison.Ordinal);
            if (cut && line >= 0) text = text[(line + 1)..];
            return text.Length == 0 ? " It wrote no output." : $" Its output ends with:\n{text}";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
