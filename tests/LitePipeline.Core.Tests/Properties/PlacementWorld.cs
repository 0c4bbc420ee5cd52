using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Properties;

/// <summary>
/// Nodes of many sizes and actions that ask for anything from a slot to a whole node, with joins, cuts, restarts and drains in between.
/// What is free is counted anew from the rows after each step: nothing is overcommitted, and what could be served waits only for what goes first.
/// </summary>
internal sealed class PlacementWorld
{
    private readonly Random _random;
    private readonly MachineHarness _harness = new(new ManagerSettings { MaxLostAttempts = 1000 });
    private readonly List<Node> _nodes = [];
    private readonly List<(AppId App, ActionDefinition Action)> _kinds = [];

    public PlacementWorld(int seed)
    {
        _random = new Random(seed);
        for (var i = 0; i < 1 + _random.Next(4); i++) _nodes.Add(new Node(Describe(i)));
        for (var i = 0; i < 6; i++) _kinds.Add(Deploy(plain: i < 2));
    }

    /// <summary>How many actions ran in all.</summary>
    public int Served { get; private set; }

    /// <summary>How often an action that fitted waited since its node was kept for an earlier one.</summary>
    public int Kept { get; private set; }

    /// <summary>How many were taken up by a manager or a node that was restarted.</summary>
    public int Resumed { get; private set; }

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
            Check();
        }

        foreach (var node in _nodes.Where(node => node.Session is null || node.Drained)) Join(node, remove: node.Drained);
        for (var round = 0; Waiting().Any(task => CanEverServe(task)) || Running().Any(); round++)
        {
            Assert.True(round < 100_000, "Something that a node can serve waits for ever.");
            if (Running().FirstOrDefault() is { } first) Finish(first);
            Advance(1);
            Check();
        }

        foreach (var node in Cluster.Nodes) Assert.Equal((0, 0.0, 0L, 0), (node.UsedSlots, node.UsedCpu, node.UsedMemory, node.UsedGpu));
        foreach (var task in Waiting()) Assert.NotEmpty(_harness.Describe(task.Id)!.Unplaceable);
    }

    private ClusterView Cluster => (ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!;

    private NodeDescription Describe(int number) => new()
    {
        Id = new NodeId(_harness.NewId()),
        Name = $"n{number}",
        Slots = 1 + _random.Next(6),
        Platform = "linux",
        Cpu = _random.Next(0, 41) / 10.0,
        Memory = _random.Next(0, 9) * 1000,
        Gpu = _random.Next(3),
        Labels = _random.Next(2) == 0 ? null : ImmutableDictionary<string, string>.Empty.Add("disk", _random.Next(2) == 0 ? "ssd" : "hdd"),
    };

    private (AppId, ActionDefinition) Deploy(bool plain)
    {
        var parts = new List<string>();
        if (!plain)
        {
            if (_random.Next(2) == 0) parts.Add($"\"slots\": {1 + _random.Next(6)}");
            if (_random.Next(2) == 0) parts.Add($"\"cpu\": {(1 + _random.Next(40)) / 10.0}");
            if (_random.Next(2) == 0) parts.Add($"\"memory\": {1 + _random.Next(8000)}");
            if (_random.Next(4) == 0) parts.Add("\"gpu\": 1");
        }

        var target = _random.Next(4) == 0 ? ", \"target_env\": {\"disk\": \"ssd\"}" : "";
        var json = $$"""{"actions": [{"name": "a", "main": "x", "resources": {{{string.Join(", ", parts)}}}{{target}}}], "output_action": "a"}""";
        return (_harness.Deploy(json), DefinitionReader.ReadApplication(System.Text.Encoding.UTF8.GetBytes(json)).Actions[0]);
    }

    private void Step()
    {
        var node = _nodes[_random.Next(_nodes.Count)];
        switch (_random.Next(100))
        {
            // In bursts, so that queues stand for a while.
            case < 42: _harness.Submit(_kinds[_random.Next(_kinds.Count)].App, priority: _random.Next(8) == 0 ? 1 : 0); break;
            case < 84: if (Running().ElementAtOrDefault(_random.Next(8)) is { } action) Finish(action); break;
            case < 88: if (node.Session is null) Join(node); break;
            case < 90: Cut(node); break;
            case < 92: Join(node); break;
            case < 94: if (Waiting().FirstOrDefault() is { } waiting) _harness.Decide(new ManagerInput.StopTask(waiting.Id, StopSignal.Kill)); break;
            case < 96: Advance(_random.Next(15)); break;
            case < 97: Restart(); break;
            case < 98: Drain(node); break;
            default: if (node.Drained) Undrain(node); break;
        }
    }

    private IEnumerable<ActionRecord> Running() => _harness.Actions.Values
        .Where(row => row.Stage == RunStage.Running && _nodes.Any(node => node.Session is not null && node.Description.Id == row.Node)).OrderBy(row => row.Task.Value);

    private IEnumerable<TaskRecord> Waiting() => _harness.Tasks.Values
        .Where(task => task.State.Stage == RunStage.Pending
            || (task.State.Stage != RunStage.Finished && _harness.Actions.TryGetValue((task.Id, "a"), out var row) && row.Stage == RunStage.Pending))
        .OrderByDescending(task => task.Priority).ThenBy(task => task.Sequence);

    private void Finish(ActionRecord action)
    {
        Served++;
        var node = _nodes.Single(node => node.Description.Id == action.Node);
        _harness.Finish(node.Session!.Value, new AttemptKey(action.Task, action.Name, action.Attempt));
    }

    private void Join(Node node, bool remove = false)
    {
        if (remove)
        {
            _harness.Decide(new ManagerInput.RemoveNode(node.Description.Id));
            (node.Drained, node.Session) = (false, null);
        }

        var running = _harness.Actions.Values.Where(row => row.Stage == RunStage.Running && row.Node == node.Description.Id)
            .Select(row => new AttemptKey(row.Task, row.Name, row.Attempt)).ToArray();
        Resumed += running.Length;
        node.Session = _harness.Join(node.Description, running);
    }

    private void Cut(Node node)
    {
        if (node.Session is not { } session) return;
        node.Session = null;
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
    }

    private void Drain(Node node)
    {
        if (node.Session is null) return;
        node.Drained = true;
        _harness.Decide(new ManagerInput.DrainNode(node.Description.Id));
    }

    private void Undrain(Node node)
    {
        if (_random.Next(2) == 0)
        {
            Join(node, remove: true);
            return;
        }

        node.Drained = false;
        _harness.Decide(new ManagerInput.ResumeNode(node.Description.Id));
    }

    private void Restart()
    {
        foreach (var node in _nodes) (node.Session, node.Drained) = (null, false);
        _harness.RestartManager();
        foreach (var node in _nodes) Join(node);
    }

    private void Advance(int seconds)
    {
        _harness.Now += TimeSpan.FromSeconds(seconds);
        if (_harness.Machine.NextDeadline <= _harness.Now) _harness.Decide(new ManagerInput.DeadlineReached());
    }

    private void Check()
    {
        var free = _nodes.ToDictionary(node => node, node => new Amount(node.Description));
        foreach (var row in _harness.Actions.Values.Where(row => row.Stage == RunStage.Running))
            free[_nodes.Single(node => node.Description.Id == row.Node)].Take(ActionOf(row.Task));
        Assert.All(free.Values, amount => Assert.True(amount.IsValid, "A node was given more than it has."));

        // A node may be kept for an action that comes before, does not fit there yet, and could.
        var earlier = new List<ActionDefinition>();
        foreach (var task in Waiting())
        {
            var action = ActionOf(task.Id);
            foreach (var (node, amount) in free)
            {
                if (node.Session is null || node.Drained || !Suits(action, node) || !amount.Has(action)) continue;
                Assert.True(earlier.Any(other => Suits(other, node) && !amount.Has(other)), "It could be served, and nothing goes before it.");
                Kept++;
            }

            earlier.Add(action);
        }
    }

    private ActionDefinition ActionOf(TaskId task) => _kinds.Single(kind => kind.App == _harness.Tasks[task].Application).Action;

    private bool CanEverServe(TaskRecord task) => _nodes.Any(node => Suits(ActionOf(task.Id), node));

    private static bool Suits(ActionDefinition action, Node node) =>
        (action.TargetEnv.Labels is null || node.Description.Labels?.GetValueOrDefault("disk") == "ssd") && new Amount(node.Description).Has(action);

    private sealed class Node(NodeDescription description)
    {
        public NodeDescription Description { get; } = description;
        public SessionId? Session { get; set; }
        public bool Drained { get; set; }
    }

    // Counted apart from the machine's own sums, in decimals.
    private sealed class Amount(NodeDescription node)
    {
        private decimal _slots = node.Slots;
        private decimal _cpu = (decimal)node.Cpu;
        private decimal _memory = node.Memory;
        private decimal _gpu = node.Gpu;

        public bool IsValid => _slots >= 0 && _cpu >= 0 && _memory >= 0 && _gpu >= 0;

        public bool Has(ActionDefinition action)
        {
            var asked = action.Resources ?? new ResourceDefinition();
            return asked.Slots <= _slots && (decimal)asked.Cpu <= _cpu && asked.Memory <= _memory && asked.Gpu <= _gpu;
        }

        public void Take(ActionDefinition action)
        {
            var asked = action.Resources ?? new ResourceDefinition();
            (_slots, _cpu, _memory, _gpu) = (_slots - asked.Slots, _cpu - (decimal)asked.Cpu, _memory - asked.Memory, _gpu - asked.Gpu);
        }
    }
}
