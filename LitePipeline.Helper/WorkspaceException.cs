namespace LitePipeline.Helper;

/// <summary>The action has no workspace, or none that it can use; the message says what to do.</summary>
public sealed class WorkspaceException : Exception
{
    internal WorkspaceException(string message, Exception? inner = null) : base($"{message} {ByHand}", inner)
    {
    }

    private const string ByHand =
        "A node passes the workspace as the first argument. To run by hand, create a folder with a file input.data that holds a JSON object, such as {}, and pass the folder.";
}
