using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Helper.Tests;

/// <summary>A workspace for one test, as a node makes it.</summary>
public sealed class WorkspaceFolder : IDisposable
{
    public const string SomeInput =
        """{"task_id": "9ef6623c-16df-4807-8744-77eabc7c5ea6", "row_count": 3, "first": {"total": 7}, "action_info": {"task_name": "nightly", "action_name": "second"}}""";

    public WorkspaceFolder(string? input = SomeInput)
    {
        Path = Directory.CreateTempSubdirectory("litepipeline-helper-").FullName;
        if (input is not null) File.WriteAllText(System.IO.Path.Combine(Path, WorkspaceContract.InputFile), input);
    }

    public string Path { get; }

    /// <summary>The arguments that a node passes.</summary>
    public string[] Args => [Path, "--nodaemon"];

    public string OutputFile => System.IO.Path.Combine(Path, WorkspaceContract.OutputFile);

    /// <summary>The output as a node reads it.</summary>
    public ActionOutput ReadOutput() => DefinitionReader.ReadOutput(File.ReadAllBytes(OutputFile));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
