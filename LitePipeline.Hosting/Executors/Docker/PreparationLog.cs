namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>What the node does before the container runs, for whoever follows the action's output meanwhile.</summary>
internal sealed class PreparationLog(string path)
{
    public void Write(string line) => File.AppendAllText(path, line + "\n");
}
