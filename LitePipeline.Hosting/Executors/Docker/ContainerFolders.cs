namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>Where things lie in a container; the places are the original's.</summary>
internal static class ContainerFolders
{
    public const string Application = "/opt/app";
    public const string Workspace = "/opt/workspace";
    public const string Venv = "/opt/venv";
}
