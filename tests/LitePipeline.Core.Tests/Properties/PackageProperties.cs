using CsCheck;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Core.Tests.Packages;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Tests.Properties;

/// <summary>Whatever is uploaded, activated, removed and run in whatever order: what something needs is in the store, and what nothing needs is not.</summary>
public class PackageProperties
{
    private static readonly string[] Contents = [.. Enumerable.Range(0, 12).Select(i => $"content-{i}")];

    [Fact]
    public void The_store_holds_what_is_needed_and_nothing_else()
    {
        var removed = 0;
        Gen.Int.Sample(seed =>
        {
            var life = new Life(seed, restarts: false);
            for (var step = 0; step < 300; step++)
            {
                life.Step();
                Assert.Equal(life.Needed, life.Harness.Stored);
            }

            Interlocked.Add(ref removed, life.Removed);
        }, iter: 200);
        Assert.True(removed > 1000, $"The lives were too quiet: {removed} packages were removed.");
    }

    [Fact]
    public void Over_restarts_of_the_manager_too_the_store_holds_what_is_needed() => Gen.Int.Sample(seed =>
    {
        var life = new Life(seed, restarts: true);
        for (var step = 0; step < 300; step++)
        {
            life.Step();
            Assert.Subset(life.Harness.Stored.ToHashSet(), life.NeededAfterRestarts.ToHashSet());
        }
    }, iter: 200);

    private sealed class Life
    {
        private readonly Random _random;
        private readonly bool _restarts;
        private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 3);
        private SessionId _session;

        public Life(int seed, bool restarts)
        {
            _random = new Random(seed);
            _restarts = restarts;
            _session = Machine.Join(_node);
        }

        public PackagedHarness Harness { get; } = new();

        private MachineHarness Machine => Harness.Machine;

        public int Removed => Machine.Effects.OfType<ManagerEffect.RemovePackage>().Count();

        /// <summary>What rows, unfinished tasks and running attempts need.</summary>
        public IEnumerable<string> Needed => Rows.Concat(Tasks).Concat(Attempts).Distinct().Order();

        /// <summary>The same without the venvs of attempts: which one an attempt got is not remembered.</summary>
        public IEnumerable<string> NeededAfterRestarts => Rows.Concat(Tasks).Distinct();

        private IEnumerable<string> Rows =>
            Machine.Versions.Select(version => version.Package.Sha256).Concat(Machine.VenvVersions.Select(version => version.Package.Sha256));

        private IEnumerable<string> Tasks =>
            Machine.Tasks.Values.Where(task => task.State.Stage != RunStage.Finished).Select(task => task.Version["sha1-".Length..]);

        private ActionAssignment[] Running =>
            [.. Machine.Assigned.Where(assignment => Machine.Actions[(assignment.Attempt.Task, assignment.Attempt.Action)] is { Stage: RunStage.Running } row && row.Attempt == assignment.Attempt.Attempt)];

        private IEnumerable<string> Attempts => Running.Where(assignment => assignment.Venv is not null).Select(assignment => assignment.Venv!.Sha256);

        private AppId[] Applications => [.. Machine.Applications.Keys];

        private VenvId[] Venvs => [.. Machine.Venvs.Keys];

        public void Step()
        {
            switch (_random.Next(20))
            {
                case 0: Upload(content => Harness.TryCreate(new AppId(Machine.NewId()), content, PackagedHarness.Configuration(AnyEnv()))); break;
                case 1: Upload(content => Machine.Decide(new ManagerInput.CreateVenv(new VenvId(Machine.NewId()), "venv", "", Harness.Package(content)))); break;
                case 2 or 3 when Applications.Length > 0: Upload(content => Harness.Update(Any(Applications), content: content, env: AnyEnv())); break;
                case 4 or 5 when Venvs.Length > 0: Upload(content => Harness.Update(Any(Venvs), content: content)); break;
                case 6 when Applications.Length > 0: Machine.Decide(new ManagerInput.ActivateApplicationVersion(Any(Applications), AnyHistory())); break;
                case 7 when Venvs.Length > 0: Machine.Decide(new ManagerInput.ActivateVenvVersion(Any(Venvs), AnyHistory())); break;
                case 8 or 9 when Machine.Versions.Count > 0:
                    var version = Any([.. Machine.Versions]);
                    Machine.Decide(new ManagerInput.DeleteApplicationVersion(version.Application, version.HistoryId));
                    break;
                case 10 or 11 when Machine.VenvVersions.Count > 0:
                    var row = Any([.. Machine.VenvVersions]);
                    Machine.Decide(new ManagerInput.DeleteVenvVersion(row.Venv, row.HistoryId));
                    break;
                case 12 when Applications.Length > 3: Machine.Decide(new ManagerInput.DeleteApplication(Any(Applications))); break;
                case 13 when Venvs.Length > 2: Machine.Decide(new ManagerInput.DeleteVenv(Any(Venvs))); break;
                case 14 or 15 or 16 when Applications.Length > 0: Machine.Submit(Any(Applications)); break;
                case 17 when _restarts: Restart(); break;
                case 18 or 19 when Running.Length > 0: Machine.Finish(_session, Any(Running).Attempt); break;
            }
        }

        // As the shell does: what came to nothing is discarded.
        private void Upload(Func<string, ManagerReply> ask)
        {
            var content = Any(Contents);
            if (ask(content).Refusal is not null) Machine.Decide(new ManagerInput.DiscardPackage(content));
        }

        private void Restart()
        {
            var running = Running.Select(assignment => assignment.Attempt).ToArray();
            Machine.RestartManager();
            _session = Machine.Join(_node, running);
        }

        private T Any<T>(T[] of) => of[_random.Next(of.Length)];

        private string? AnyEnv() => _random.Next(3) switch
        {
            0 => null,
            1 => Guid.NewGuid().ToString(),
            _ => Venvs.Length == 0 ? "venvs/venv" : Any(Venvs).ToString(),
        };

        private long AnyHistory() => 1 + _random.Next(20);
    }
}
