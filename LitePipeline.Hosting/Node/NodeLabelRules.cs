using LitePipeline.Core.Nodes;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Refuses labels that no action could ask for.</summary>
internal sealed class NodeLabelRules : IValidateOptions<NodeOptions>
{
    public ValidateOptionsResult Validate(string? name, NodeOptions options)
    {
        var problems = options.Labels
            .Select(label => (label.Key, Problem: NodeLabels.FindProblem(label.Key, label.Value)))
            .Where(label => label.Problem is not null)
            .Select(label => $"{NodeOptions.Section}:Labels:{label.Key} {label.Problem}")
            .ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
