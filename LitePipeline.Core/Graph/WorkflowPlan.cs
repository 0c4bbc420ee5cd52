using System.Collections.Frozen;
using System.Collections.Immutable;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Graph;

/// <summary>A workflow's definition made ready to run. Made once for a configuration, shared by its works.</summary>
internal sealed class WorkflowPlan(WorkflowDefinition definition)
{
    private readonly ConditionPlan _conditions = new([.. definition.Applications.Select(application => (application.Name, application.Condition))]);

    public WorkflowDefinition Definition { get; } = definition;

    public ImmutableArray<WorkflowApplication> Applications => Definition.Applications;

    public FrozenDictionary<string, int> Places => _conditions.Places;

    public int[][] Followers => _conditions.Followers;
}
