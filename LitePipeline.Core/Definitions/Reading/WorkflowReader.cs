using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads a workflow's configuration.</summary>
internal static class WorkflowReader
{
    public static WorkflowDefinition Read(JsonElement root) => throw new DefinitionInvalidException([new DefinitionProblem("$", "cannot be read yet.")]);
}
