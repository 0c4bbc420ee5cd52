using System.Text;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Hosting.Schedules;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Core.Tests.Manager;

/// <summary>A machine with rows in dictionaries and a clock in a field; everything happens when a test says so.</summary>
internal sealed partial class MachineHarness
{
    private readonly Dictionary<AppId, ApplicationRecord> _applications = [];
    private readonly List<ApplicationVersionRecord> _versions = [];
    private readonly Dictionary<VenvId, VenvRecord> _venvs = [];
    private readonly List<VenvVersionRecord> _venvVersions = [];
    private long _lastTask;
    private long _lastApplication;
    private long _lastHistory;
    private long _lastVenv;
    private long _lastVenvHistory;
    private long _sessions;
    private int _ids;

    public MachineHarness(ManagerSettings? settings = null)
    {
        Settings = settings ?? new ManagerSettings();
        Machine = new ManagerMachine(Settings, Calendar);
    }

    public static IScheduleCalendar Calendar { get; } = new CronosCalendar(new FakeTimeProvider());

    public ManagerSettings Settings { get; }

    public ManagerMachine Machine { get; private set; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Dictionary<TaskId, TaskRecord> Tasks { get; } = [];

    public IReadOnlyDictionary<AppId, ApplicationRecord> Applications => _applications;

    public IReadOnlyList<ApplicationVersionRecord> Versions => _versions;

    public IReadOnlyDictionary<VenvId, VenvRecord> Venvs => _venvs;

    public IReadOnlyList<VenvVersionRecord> VenvVersions => _venvVersions;

    public Dictionary<string, CacheEntryRecord> CacheEntries { get; } = [];

    public Dictionary<(AppId Application, string Name), SecretRecord> Secrets { get; } = [];

    public Dictionary<(TaskId Task, string Name), ActionRecord> Actions { get; } = [];

    /// <summary>Called with each change, in order, before it is applied.</summary>
    public Action<StoreChange>? OnChange { get; set; }

    /// <summary>Called with each effect, in order, after all changes of its input were applied.</summary>
    public Action<ManagerEffect>? OnEffect { get; set; }

    /// <summary>Called with each decision before it is applied.</summary>
    public Action<ManagerDecision>? OnDecision { get; set; }

    public List<ManagerEffect> Effects { get; } = [];

    public Guid NewId() => new(++_ids, 0, 0, new byte[8]);

    public ManagerReply Decide(ManagerInput input)
    {
        var decision = new ManagerDecision();
        var reply = Machine.Decide(input, Now, decision);
        CarryOut(decision);
        return reply;
    }

    public void RestartManager()
    {
        Machine = Restored(Calendar, out var decision);
        CarryOut(decision);
    }

    /// <summary>A machine that has taken up the rows, and what it decided in doing so.</summary>
    public ManagerMachine Restored(IScheduleCalendar calendar, out ManagerDecision decision)
    {
        var machine = new ManagerMachine(Settings, calendar);
        var unfinished = Tasks.Values.Where(task => task.State.Stage != RunStage.Finished).OrderBy(task => task.Sequence).ToArray();
        var actions = Actions.Values.ToLookup(action => action.Task);
        machine.Restore(WithTiming(WithWorks(new StoreSnapshot
        {
            Applications = [.. _applications.Values],
            Versions = _versions,
            Tasks = unfinished,
            Actions = [.. unfinished.SelectMany(task => actions[task.Id].OrderBy(action => action.Ordinal))],
            Venvs = [.. _venvs.Values],
            VenvVersions = _venvVersions,
            Secrets = [.. Secrets.Values.OrderBy(secret => secret.Sequence)],
            CacheEntries = [.. CacheEntries.Values.OrderBy(entry => entry.Sequence)],
            LastTaskSequence = _lastTask,
            LastApplicationSequence = _lastApplication,
            LastHistoryId = _lastHistory,
            LastVenvSequence = _lastVenv,
            LastVenvHistoryId = _lastVenvHistory,
        })), Now, decision = new ManagerDecision());
        return machine;
    }

    public AppId Deploy(string configuration)
    {
        var id = new AppId(NewId());
        var json = Encoding.UTF8.GetBytes(configuration);
        var package = new PackageReference($"sha1-{id}", $"sha256-{id}", PackageFormat.TarGz, 1);
        Assert.Null(Decide(new ManagerInput.CreateApplication(id, "app", "", package, JsonData.Parse(json), DefinitionReader.ReadApplication(json))).Refusal);
        return id;
    }

    public TaskId Submit(AppId application, string input = "{}", int priority = 0)
    {
        var id = new TaskId(NewId());
        Assert.Null(Decide(new ManagerInput.SubmitTask(id, "task", application, JsonData.Parse(input), priority)).Refusal);
        return id;
    }

    /// <summary>Moves the clock to the machine's next deadline and lets what is due happen.</summary>
    public void PassDeadline()
    {
        Now = Machine.NextDeadline!.Value;
        Decide(new ManagerInput.DeadlineReached());
    }

    public TaskView? Describe(TaskId task) => (TaskView?)Decide(new ManagerInput.DescribeTask(task)).Value;

    public Refusal? Rerun(TaskId task) => Decide(new ManagerInput.RerunTask(Tasks[task], RowsOf(task).Select(row => row.Attempt).DefaultIfEmpty().Max())).Refusal;

    public Refusal? Recover(TaskId task) => Decide(new ManagerInput.RecoverTask(new FinishedTask(Tasks[task], [.. RowsOf(task)]))).Refusal;

    public IEnumerable<ActionRecord> RowsOf(TaskId task) => Actions.Values.Where(row => row.Task == task).OrderBy(row => row.Ordinal);

    public static NodeDescription Describe(NodeId id, int slots = 1, params string[] handlers) =>
        new() { Id = id, Name = $"node-{id}", Slots = slots, Platform = "linux", Handlers = [.. handlers] };

    public SessionId Join(NodeDescription node, IEnumerable<AttemptKey>? running = null, IEnumerable<AttemptKey>? finished = null)
    {
        var session = new SessionId(++_sessions);
        Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Join(node, [.. running ?? []], [.. finished ?? []])));
        return session;
    }

    public void Finish(SessionId session, AttemptKey attempt, ActionResult? result = null) =>
        Decide(new ManagerInput.NodeSaid(session, new NodeMessage.ActionFinished(attempt, result ?? Success())));

    public static ActionResult Success(string data = "{}", params ActionDefinition[] generated) =>
        new() { ReturnCode = 0, Data = JsonData.Parse(data), Actions = [.. generated] };

    public static ActionResult Failure(string message = "it broke") =>
        new() { ReturnCode = 1, Failure = new ActionFailure(ActionFailureKind.Exit, message) };

    public IEnumerable<ActionAssignment> Assigned => Effects
        .OfType<ManagerEffect.Send>().Select(send => send.Message)
        .OfType<ManagerMessage.RunAction>().Select(run => run.Assignment);

    private void CarryOut(ManagerDecision decision)
    {
        OnDecision?.Invoke(decision);
        foreach (var change in decision.Changes)
        {
            OnChange?.Invoke(change);
            Apply(change);
        }

        foreach (var effect in decision.Effects)
        {
            Effects.Add(effect);
            OnEffect?.Invoke(effect);
        }
    }

    private void Apply(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.SaveApplication save:
                _applications[save.Application.Id] = save.Application;
                _lastApplication = Math.Max(_lastApplication, save.Application.Sequence);
                break;
            case StoreChange.AddApplicationVersion add:
                _versions.Add(add.Version);
                _lastHistory = add.Version.HistoryId;
                break;
            case StoreChange.DeleteApplicationVersion delete:
                Assert.Equal(1, _versions.RemoveAll(version => version.Application == delete.Application && version.HistoryId == delete.HistoryId));
                break;
            case StoreChange.DeleteApplication delete:
                _applications.Remove(delete.Application);
                _versions.RemoveAll(version => version.Application == delete.Application);
                foreach (var secret in Secrets.Keys.Where(key => key.Application == delete.Application).ToArray()) Secrets.Remove(secret);
                break;
            case StoreChange.SaveVenv save:
                _venvs[save.Venv.Id] = save.Venv;
                _lastVenv = Math.Max(_lastVenv, save.Venv.Sequence);
                break;
            case StoreChange.AddVenvVersion add:
                _venvVersions.Add(add.Version);
                _lastVenvHistory = add.Version.HistoryId;
                break;
            case StoreChange.DeleteVenvVersion delete:
                Assert.Equal(1, _venvVersions.RemoveAll(version => version.Venv == delete.Venv && version.HistoryId == delete.HistoryId));
                break;
            case StoreChange.DeleteVenv delete:
                _venvs.Remove(delete.Venv);
                _venvVersions.RemoveAll(version => version.Venv == delete.Venv);
                break;
            case StoreChange.AddTask add:
                Tasks.Add(add.Task.Id, add.Task);
                _lastTask = add.Task.Sequence;
                break;
            case StoreChange.UpdateTask update: Tasks[update.Task] = Tasks[update.Task] with { State = update.State }; break;
            case StoreChange.RestartTask restart:
                Tasks[restart.Task] = Tasks[restart.Task] with { Version = restart.Version, State = restart.State };
                foreach (var row in Actions.Keys.Where(row => row.Task == restart.Task).ToArray()) Actions.Remove(row);
                break;
            case StoreChange.SaveSecret save: Secrets[(save.Secret.Application, save.Secret.Name)] = save.Secret; break;
            case StoreChange.DeleteSecret delete: Assert.True(Secrets.Remove((delete.Application, delete.Name))); break;
            case StoreChange.SaveCacheEntry save: CacheEntries.Add(save.Entry.Key, save.Entry); break;
            case StoreChange.DeleteCacheEntry delete: Assert.True(CacheEntries.Remove(delete.Key)); break;
            case StoreChange.DeleteAction delete: Actions.Remove((delete.Task, delete.Name)); break;
            case StoreChange.DeleteTask delete: Tasks.Remove(delete.Task); break;
            case StoreChange.SaveAction save: Actions[(save.Action.Task, save.Action.Name)] = save.Action; break;
            default:
                if (!ApplyToWorks(change) && !ApplyToTiming(change)) throw new InvalidOperationException($"No such change: {change}");
                break;
        }
    }
}
