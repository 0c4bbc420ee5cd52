using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Benchmarks.Machine;

/// <summary>The manager's machine with one node and one application, on one thread and a clock of its own.</summary>
internal sealed class World
{
    public static readonly ActionResult Done = new() { ReturnCode = 0 };
    private readonly ManagerMachine _machine;
    private readonly ManagerDecision _decision = new();
    private readonly Queue<AttemptKey> _running = [];
    private readonly SessionId _session = new(1);
    private readonly AppId _app = new(Guid.NewGuid());
    private readonly WorkflowId _workflow = new(Guid.NewGuid());
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _ids;

    public World(ManagerMachine machine, int slots)
    {
        _machine = machine;
        var node = new NodeDescription { Id = new NodeId(Guid.NewGuid()), Name = "node", Slots = slots, Platform = "linux" };
        Decide(new ManagerInput.NodeSaid(_session, new NodeMessage.Join(node, [], [])));
    }

    public void Deploy(string configuration)
    {
        var json = Encoding.UTF8.GetBytes(configuration);
        Decide(new ManagerInput.CreateApplication(_app, "app", "", new PackageReference("1", "2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json)));
    }

    public AppId Application => _app;

    public void DeployWorkflow(byte[] configuration) =>
        Decide(new ManagerInput.CreateWorkflow(_workflow, "workflow", "", JsonData.Parse(configuration), DefinitionReader.ReadWorkflow(configuration), Enabled: true));

    public void SubmitWork() => Decide(new ManagerInput.CreateWork(new WorkId(Guid.NewGuid()), "work", _workflow, JsonData.EmptyObject));

    public void Submit() => Decide(new ManagerInput.SubmitTask(new TaskId(new Guid(++_ids, 0, 0, new byte[8])), "task", _app, JsonData.EmptyObject));

    public void FinishAll(Func<AttemptKey, ActionResult> result)
    {
        while (_running.TryDequeue(out var key)) Decide(new ManagerInput.NodeSaid(_session, new NodeMessage.ActionFinished(key, result(key))));
    }

    private void Decide(ManagerInput input)
    {
        _now += TimeSpan.FromMicroseconds(1);
        _machine.Decide(input, _now, _decision);
        foreach (var effect in _decision.Effects)
        {
            if (effect is ManagerEffect.Send { Message: ManagerMessage.RunAction run }) _running.Enqueue(run.Assignment.Attempt);
        }

        _decision.Clear();
    }
}
