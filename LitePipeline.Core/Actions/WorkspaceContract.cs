using System.Buffers;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Actions;

/// <summary>The files through which a node and an action speak: their names and their shapes.</summary>
public static class WorkspaceContract
{
    /// <summary>What the action reads: a JSON object.</summary>
    public const string InputFile = "input.data";

    /// <summary>What the action writes: <c>{"data": {...}, "actions": [...]}</c>.</summary>
    public const string OutputFile = "output.data";

    /// <summary>Standard output and error of a process action.</summary>
    public const string StdoutFile = "stdout.data";

    /// <summary>Writes the content of <see cref="InputFile"/>.</summary>
    public static void WriteInput(IBufferWriter<byte> destination, ActionAssignment assignment, string workspace, NodeDescription node) =>
        throw new NotImplementedException();

    /// <summary>Writes a result as <see cref="ActionRecord.Result"/> and the API show it: <c>{"data": {...}, "actions": [...]}</c>.</summary>
    public static JsonData WriteResult(ActionResult result) => throw new NotImplementedException();
}
