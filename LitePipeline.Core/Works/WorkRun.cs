using LitePipeline.Core.Definitions;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Works;

/// <summary>A work that has not finished. An application is ready when its count of unmet conditions reaches 0; no list is scanned for it.</summary>
internal sealed class WorkRun
{
    private readonly WorkStep[] _applications;
    private int _succeeded;

    public WorkRun(WorkRecord record, WorkflowPlan plan)
    {
        (Record, State, Plan) = (record, record.State, plan);
        _applications = new WorkStep[plan.Applications.Length];
        for (var place = 0; place < _applications.Length; place++)
        {
            var application = plan.Applications[place];
            _applications[place] = new WorkStep(this, application.Name, application.Application, place) { Unmet = application.Condition.Length };
        }
    }

    public WorkRecord Record { get; }

    public WorkId Id => Record.Id;

    public WorkState State { get; set; }

    public WorkflowPlan Plan { get; }

    public IReadOnlyList<WorkStep> Applications => _applications;

    /// <summary>The event application, once the others have ended and one is configured.</summary>
    public WorkStep? Event { get; set; }

    /// <summary>The final status once it is decided; what still runs is being ended, or the event application runs.</summary>
    public RunStatus? Outcome { get; set; }

    public string? OutcomeMessage { get; set; }

    /// <summary>How many of its applications run; the event application does not count.</summary>
    public int Running { get; set; }

    public bool IsComplete => _succeeded == _applications.Length;

    /// <summary>Finds an application by its name; null where there is none.</summary>
    public WorkStep? Find(string name) =>
        Event is { } happening && happening.Name == name ? happening : Plan.Places.TryGetValue(name, out var place) ? _applications[place] : null;

    /// <summary>What an application waits for, in the order in which it was written.</summary>
    public IEnumerable<WorkStep> ConditionsOf(WorkStep application)
    {
        foreach (var name in Plan.Applications[application.Place].Condition) yield return _applications[Plan.Places[name]];
    }

    /// <summary>Counts an application that has succeeded; the ones that waited for nothing else are added to <paramref name="ready"/>.</summary>
    public void Complete(WorkStep application, List<WorkStep>? ready = null)
    {
        _succeeded++;
        foreach (var place in Plan.Followers[application.Place])
        {
            if (--_applications[place].Unmet == 0) ready?.Add(_applications[place]);
        }
    }

    /// <summary>Makes the event application that follows an outcome; null for none.</summary>
    public WorkStep? NewEvent(RunStatus outcome) => outcome == RunStatus.Success
        ? NewEvent(ApplicationDefinition.SuccessEvent, Plan.Definition.OnSuccess)
        : NewEvent(ApplicationDefinition.FailEvent, Plan.Definition.OnFail);

    private WorkStep? NewEvent(string name, Applications.AppId? application) =>
        application is { } id ? new WorkStep(this, name, id, -1) : null;
}
