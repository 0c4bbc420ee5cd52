using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Tests.Node;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PackageCacheTests
{
    private static readonly string VenvId = Guid.NewGuid().ToString();

    private static ActionAssignment InVenv(string main, PackageReference package, PackageReference? venv) =>
        NodeFixture.Assignment(new ActionDefinition { Name = "first", Main = main, Env = VenvId }, package) with { Venv = venv };

    private static string[] Cached(NodeFixture fixture) =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(fixture.DataPath, "packages")).Select(path => Path.GetFileName(path)!).Order()];

    private static async Task<string> OutputAsync(ScriptedSession session, ActionAssignment assignment)
    {
        await session.RunAsync(assignment);
        var result = await session.ReadResultAsync();
        Assert.Null(result.Failure);
        return await session.ReadStreamAsync(new Core.Transport.StreamRequest.Log(NodeFixture.FolderOf(assignment), "first", 0, false));
    }

    [Fact]
    public async Task An_action_runs_in_the_venv_that_its_assignment_brings()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var (one, two) = (fixture.Manager.AddVenv("one"), fixture.Manager.AddVenv("two"));
        var session = await fixture.JoinAsync();
        Assert.Equal("one\n", await OutputAsync(session, InVenv("bash -c 'echo $FROM_VENV'", package, one)));
        Assert.Equal("two\n", await OutputAsync(session, InVenv("echo $FROM_VENV #", package, two)));
    }

    [Fact]
    public async Task A_package_and_a_venv_are_each_fetched_once_however_many_attempts_use_them()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var (package, venv) = (fixture.Manager.Add(_ => { }), fixture.Manager.AddVenv("one"));
        var session = await fixture.JoinAsync();
        for (var index = 0; index < 20; index++) await session.RunAsync(InVenv("true", package, venv));
        for (var index = 0; index < 20; index++) Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal(2, fixture.Manager.PackageRequests);
        Assert.Equal(new[] { package.Sha256, venv.Sha256 }.Order(), Cached(fixture));
    }

    [Fact]
    public async Task A_venv_that_is_gone_fails_the_action_and_says_so()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(InVenv("true", package, venv: null));
        var removed = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Package, removed.Failure!.Kind);
        Assert.Contains($"The venv {VenvId}", removed.Failure.Message, StringComparison.Ordinal);
        await session.RunAsync(InVenv("true", package, new PackageReference("the-version", new string('0', 64), PackageFormat.TarGz, 1)));
        var missing = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Package, missing.Failure!.Kind);
        Assert.StartsWith("The venv the-version cannot be used", missing.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupted_transfer_is_never_served_and_fetched_again()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var sent = 0;
        fixture.Manager.SendPackage = async (bytes, destination) =>
        {
            var wrong = bytes.ToArray();
            // Another byte; an end that comes too soon; more than there is.
            if (++sent == 1) wrong[^9] ^= 1;
            var content = sent == 2 ? wrong.AsMemory(0, wrong.Length / 2) : wrong;
            await destination.WriteAsync(content);
            if (sent == 3) await destination.WriteAsync(new byte[1]);
        };
        await session.RunAsync(NodeFixture.Command("true", package));
        var failed = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Package, failed.Failure!.Kind);
        Assert.Contains("another content", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Manager.PackageRequests);
        Assert.Empty(Cached(fixture));
        await session.RunAsync(NodeFixture.Command("true", package));
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal([package.Sha256], Cached(fixture));
    }

    [Fact]
    public async Task A_node_that_ends_in_the_middle_of_a_fetch_begins_anew_in_its_next_life()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var host = await fixture.StartNodeAsync();
        var session = await fixture.AcceptAsync();
        var half = new TaskCompletionSource();
        fixture.Manager.SendPackage = async (bytes, destination) =>
        {
            await destination.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await destination.FlushAsync();
            half.TrySetResult();
            await new TaskCompletionSource().Task;
        };
        await session.RunAsync(NodeFixture.Command("true", package));
        await half.Task.WaitAsync(ScriptedManager.Timeout);
        await fixture.StopAsync(host);
        // As a killed process would have left it: a download, and a folder that was being unpacked.
        File.WriteAllText(Path.Combine(fixture.DataPath, "packages", $"{Guid.NewGuid():N}.download"), "half");
        Directory.CreateDirectory(Path.Combine(fixture.DataPath, "packages", $"{package.Sha256}.{Guid.NewGuid():N}.tmp", "app"));

        fixture.Manager.SendPackage = null;
        session = await fixture.JoinAsync();
        Assert.Empty(Cached(fixture));
        await session.RunAsync(NodeFixture.Command("true", package));
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal(2, fixture.Manager.PackageRequests);
        Assert.Equal([package.Sha256], Cached(fixture));
    }

    [Fact]
    public async Task What_a_loss_of_power_may_have_taken_is_fetched_anew_and_what_had_reached_the_disk_is_not()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var mark = Path.Combine(fixture.DataPath, "package-marks", package.Sha256);
        await RunInNewLifeAsync(requests: 1);
        await NodeFixture.WaitAsync(() => File.ReadAllText(mark) == "durable", "the disk");
        await RunInNewLifeAsync(requests: 1);
        foreach (var taken in new[] { Guid.NewGuid().ToString(), "dur", null })
        {
            if (taken is null) File.Delete(mark);
            else File.WriteAllText(mark, taken);
            var before = fixture.Manager.PackageRequests;
            await RunInNewLifeAsync(before + 1);
        }

        async Task RunInNewLifeAsync(int requests)
        {
            var host = await fixture.StartNodeAsync();
            var session = await fixture.AcceptAsync();
            await session.RunAsync(NodeFixture.Command("true", package));
            Assert.Null((await session.ReadResultAsync()).Failure);
            Assert.Equal(requests, fixture.Manager.PackageRequests);
            await fixture.StopAsync(host);
        }
    }

    [Fact]
    public async Task What_is_in_use_stays_beyond_the_limit_and_goes_when_its_last_user_has_ended()
    {
        await using var fixture = await NodeFixture.StartAsync();
        using var gate = new TemporaryFolder();
        var (package, other) = (fixture.Manager.Add(_ => { }), fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "b"), "2")));
        var venv = fixture.Manager.AddVenv("one");
        var session = await fixture.JoinAsync(configure: options => options.PackageCacheSize = 1);
        var running = InVenv($"bash -c 'until [ -e {gate["go"]} ]; do sleep 0.01; done; echo $FROM_VENV'", package, venv);
        await session.RunAsync(running);
        await NodeFixture.WaitAsync(() => fixture.RunsProcess, "the process");
        await session.RunAsync(NodeFixture.Command("true", other));
        Assert.Null((await session.ReadResultAsync()).Failure);
        await NodeFixture.WaitAsync(() => Cached(fixture).SequenceEqual(new[] { package.Sha256, venv.Sha256 }.Order()), "the other package's removal");
        File.WriteAllText(gate["go"], "");
        Assert.Null((await session.ReadResultAsync()).Failure);
        await NodeFixture.WaitAsync(() => Cached(fixture).Length == 0, "the empty cache");
    }

    [Fact]
    public async Task What_has_not_been_used_for_long_goes_and_its_last_use_outlives_the_node()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var (old, used) = (fixture.Manager.Add(_ => { }), fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "b"), "2")));
        var session = await fixture.JoinAsync();
        foreach (var package in new[] { old, used })
        {
            await session.RunAsync(NodeFixture.Command("true", package));
            Assert.Null((await session.ReadResultAsync()).Failure);
        }

        var cache = fixture.Service<PackageCache>();
        cache.RemoveUnused(TimeSpan.FromHours(1));
        Assert.Equal(new[] { old.Sha256, used.Sha256 }.Order(), Cached(fixture));
        await fixture.StopAsync(fixture.Service<IHost>());

        Directory.SetLastWriteTimeUtc(Path.Combine(fixture.DataPath, "packages", old.Sha256), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-3));
        Directory.SetLastWriteTimeUtc(Path.Combine(fixture.DataPath, "packages", used.Sha256), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-20));
        await fixture.JoinAsync(configure: options => (options.PackageCacheMaxAge, options.HousekeepingInterval) = (TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(20)));
        await NodeFixture.WaitAsync(() => Cached(fixture).SequenceEqual([used.Sha256]), "the old package's removal");
    }

    [Fact]
    public async Task A_venv_without_its_python_is_fetched_anew_once_that_python_is_there()
    {
        using var machine = new TemporaryFolder();
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var venv = fixture.Manager.AddVenv("one", folder =>
        {
            File.WriteAllText(Path.Combine(folder, "pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.99.1\n");
            File.CreateSymbolicLink(Path.Combine(folder, "bin", "python3"), "/nowhere/bin/python3");
        });
        var session = await fixture.JoinAsync(node => node.Services.AddSingleton(new PythonFinder([machine.Path])));
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await session.RunAsync(InVenv("true", package, venv));
            var failed = await session.ReadResultAsync();
            Assert.Equal(ActionFailureKind.NotStarted, failed.Failure!.Kind);
            Assert.Contains("needs Python 3.99", failed.Failure.Message, StringComparison.Ordinal);
            await NodeFixture.WaitAsync(() => Cached(fixture).SequenceEqual([package.Sha256]), "the venv's removal");
        }

        File.Copy("/bin/true", machine["python3.99"]);
        await session.RunAsync(InVenv("true", package, venv));
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal(4, fixture.Manager.PackageRequests);
    }
}
