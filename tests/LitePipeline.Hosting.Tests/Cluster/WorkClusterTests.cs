using System.Collections.Concurrent;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Node;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class WorkClusterTests
{
    public static TheoryData<ClusterTransport, ClusterStore> Kinds => ClusterTests.Kinds;

    /// <summary>The shape of the original's example: first and second, then third, and an application for each event.</summary>
    private static async Task<WorkflowId> DeployWorkflowAsync(LitePipelineTestCluster cluster, AppId app, AppId? happening = null)
    {
        var configuration = JsonData.From(new
        {
            applications = new object[]
            {
                new { name = "first", app_id = app, condition = Array.Empty<string>() },
                new { name = "second", app_id = app, condition = Array.Empty<string>() },
                new { name = "third", app_id = app, condition = (string[])["first", "second"] },
            },
            event_applications = new { fail = new { app_id = happening ?? app }, success = new { app_id = happening ?? app } },
        });
        return await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("three applications", configuration, "for tests", Enabled: true));
    }

    private static WorkStepRecord Step(WorkDetails work, string name) => work.Steps.Single(step => step.Name == name);

    private static Task<LitePipelineTestCluster> StartAsync(ClusterTransport transport, ClusterStore store, Func<ActionHandlerContext, CancellationToken, Task> act) =>
        LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.SlotsPerNode, o.Transport, o.Store) = (2, 2, transport, store);
            o.ConfigureNodeHost = node => node.AddAction("act", act);
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_work_runs_its_applications_in_order_and_hands_on_their_outputs(ClusterTransport transport, ClusterStore store)
    {
        var inputs = new ConcurrentDictionary<string, JsonElement>();
        await using var cluster = await StartAsync(transport, store, (context, _) =>
        {
            inputs[context.Assignment.TaskName] = context.Input.ToElement();
            context.SetOutput(new { from = context.Assignment.TaskName });
            return Task.CompletedTask;
        });
        var app = await cluster.DeployAsync(Of(Handler("begin", "act"), Handler("end", "act", "begin")));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await DeployWorkflowAsync(cluster, app), "ordered", JsonData.Parse("""{"x": 1}""")));
        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(work.Work.State.Status == RunStatus.Success, work.Work.State.Message);
        Assert.Equal(["first", "second", "third", "success"], work.Steps.Select(step => step.Name));
        Assert.Equal("""{"from":"third"}""", Step(work, "third").Output.ToString());
        Assert.Equal("first", inputs["third"].GetProperty("first").GetProperty("from").GetString());
        Assert.Equal(1, inputs["third"].GetProperty("x").GetInt32());
        var seen = inputs["success"].GetProperty("second");
        Assert.Equal(("success", "second"), (seen.GetProperty("status").GetString(), seen.GetProperty("result").GetProperty("from").GetString()));
        Assert.Equal(4, (await cluster.Manager.ListTasksAsync(new() { Work = id })).Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_first_failure_ends_the_rest_and_the_fail_application_learns_why(ClusterTransport transport, ClusterStore store)
    {
        var (secondRuns, secondEnded, told) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource<JsonElement>());
        await using var cluster = await StartAsync(transport, store, async (context, cancellationToken) =>
        {
            switch (context.Assignment.TaskName)
            {
                case "first":
                    await secondRuns.Task.WaitAsync(cancellationToken);
                    throw new InvalidOperationException("the disk is full");
                case "second":
                    using (cancellationToken.Register(() => secondEnded.TrySetResult()))
                    {
                        secondRuns.SetResult();
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    }

                    break;
                default:
                    told.SetResult(context.Input.ToElement());
                    break;
            }
        });
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await DeployWorkflowAsync(cluster, app), "failing"));
        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(RunStatus.Fail, work.Work.State.Status);
        Assert.StartsWith("Application 'first' failed: ", work.Work.State.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", work.Work.State.Message);
        Assert.True(secondEnded.Task.IsCompleted);
        Assert.Equal(["first", "second", "fail"], work.Steps.Select(step => step.Name));
        Assert.Equal((RunStatus.Cancel, RunStatus.Success), (Step(work, "second").Status, Step(work, "fail").Status));
        var first = (await told.Task).GetProperty("first");
        Assert.Equal("fail", first.GetProperty("status").GetString());
        Assert.Contains("the disk is full", first.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(StopSignal.Kill, -9)]
    [InlineData(StopSignal.Terminate, -15)]
    public async Task A_stop_ends_the_processes_with_its_signal_and_the_fail_application_still_runs(StopSignal signal, int returnCode)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var forever = await cluster.DeployAsync(Of(Process("forever", "bash -c 'echo started; exec sleep 1000'")));
        var afterwards = await cluster.DeployAsync(Of(Process("afterwards", "true")));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await DeployWorkflowAsync(cluster, forever, afterwards), "stopped"));
        await LitePipelineTestCluster.UntilAsync(
            async () => (await cluster.Manager.GetWorkAsync(id)).Steps is [{ Stage: RunStage.Running }, { Stage: RunStage.Running }], "both applications are shown as running");
        foreach (var step in (await cluster.Manager.GetWorkAsync(id)).Steps) await UntilStartedAsync(cluster, step.Task!.Value);
        await cluster.Manager.StopWorkAsync(id, signal);
        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((RunStatus.Kill, signal), (work.Work.State.Status, work.Work.State.StopSignal));
        Assert.Equal(["first", "second", "fail"], work.Steps.Select(step => step.Name));
        Assert.Equal([RunStatus.Kill, RunStatus.Kill, RunStatus.Success], work.Steps.Select(step => step.Status!.Value));
        var actions = await cluster.Manager.ListActionsAsync(new() { Tasks = [Step(work, "first").Task!.Value, Step(work, "second").Task!.Value] });
        Assert.All(actions.Items, action => Assert.Equal(returnCode, action.ReturnCode));
    }

    private static Task UntilStartedAsync(LitePipelineTestCluster cluster, TaskId task) => LitePipelineTestCluster.UntilAsync(
        async () =>
        {
            try
            {
                using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, "forever"));
                return await log.ReadToEndAsync() == "started\n";
            }
            catch (RequestRefusedException)
            {
                return false;
            }
        }, "the process has started");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_rerun_runs_all_of_it_with_new_tasks_and_the_current_configuration(ClusterTransport transport, ClusterStore store)
    {
        var runs = new ConcurrentBag<string>();
        await using var cluster = await StartAsync(transport, store, (context, _) =>
        {
            runs.Add(context.Assignment.TaskName);
            return Task.CompletedTask;
        });
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var workflow = await DeployWorkflowAsync(cluster, app);
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "again"));
        var before = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        var shorter = JsonData.From(new { applications = (object[])[new { name = "first", app_id = app }, new { name = "last", app_id = app, condition = (string[])["first"] }] });
        await cluster.Manager.UpdateWorkflowAsync(workflow, new UpdateWorkflowRequest { Configuration = shorter });
        await cluster.Manager.RerunWorkAsync(id);
        var after = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((RunStatus.Success, 2), (after.Work.State.Status, after.Work.State.Run));
        Assert.Equal(["first", "last"], after.Steps.Select(step => step.Name));
        Assert.NotEqual(Step(before, "first").Task, Step(after, "first").Task);
        Assert.Equal(["first", "first", "last", "second", "success", "third"], runs.Order());
        Assert.Equal(6, (await cluster.Manager.ListTasksAsync(new() { Work = id })).Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_recover_runs_only_what_has_not_succeeded_and_a_task_that_is_gone_anew(ClusterTransport transport, ClusterStore store)
    {
        var runs = new ConcurrentQueue<string>();
        var broken = true;
        await using var cluster = await StartAsync(transport, store, (context, _) =>
        {
            var name = $"{context.Assignment.TaskName}.{context.Attempt.Action}";
            runs.Enqueue(name);
            if (broken && name is "second.end") throw new InvalidOperationException("the licence has expired");
            context.SetOutput(new { from = name });
            return Task.CompletedTask;
        });
        var app = await cluster.DeployAsync(Of(Handler("begin", "act"), Handler("end", "act", "begin")));
        var configuration = JsonData.From(new
        {
            applications = new object[]
            {
                new { name = "first", app_id = app },
                new { name = "second", app_id = app, condition = (string[])["first"] },
                new { name = "third", app_id = app, condition = (string[])["second"] },
            },
            event_applications = new { fail = new { app_id = app } },
        });
        var workflow = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("chain", configuration, Enabled: true));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "recovered"));
        var failed = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Fail, failed.Work.State.Status);
        Assert.Equal(["first.begin", "first.end", "second.begin", "second.end", "fail.begin", "fail.end"], runs);

        runs.Clear();
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        await cluster.Manager.RecoverWorkAsync(id);
        failed = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Fail, 2), (failed.Work.State.Status, failed.Work.State.Run));
        Assert.Equal(["second.end", "fail.begin", "fail.end"], runs);

        runs.Clear();
        broken = false;
        await cluster.Manager.DeleteTaskAsync(Step(failed, "second").Task!.Value);
        await cluster.Manager.RecoverWorkAsync(id);
        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Success, 3, null), (work.Work.State.Status, work.Work.State.Run, work.Work.State.Message));
        Assert.Equal(["second.begin", "second.end", "third.begin", "third.end"], runs);
        Assert.Equal(["first", "second", "third"], work.Steps.Select(step => step.Name));
        Assert.Equal(Step(failed, "first"), Step(work, "first"));
        Assert.NotEqual(Step(failed, "second").Task, Step(work, "second").Task);
    }

    [Fact]
    public async Task A_works_task_is_run_again_by_its_work_only()
    {
        await using var cluster = await StartAsync(ClusterTransport.InMemory, ClusterStore.InMemory, (_, _) => throw new InvalidOperationException("the licence has expired"));
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await DeployWorkflowAsync(cluster, app), "owner"));
        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        var task = work.Steps[0].Task!.Value;
        await ClusterTests.Refused(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RerunTaskAsync(task));
        await ClusterTests.Refused(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RecoverTaskAsync(task));
        await cluster.Manager.DeleteWorkAsync(id);
        await cluster.Manager.RerunTaskAsync(task);
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Fail, 2), (ended.Task.State.Status, ended.Actions[0].Attempt));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_manager_killed_in_the_middle_goes_on_and_nothing_runs_twice(ClusterTransport transport, ClusterStore store)
    {
        var runs = new ConcurrentBag<string>();
        var gates = new ConcurrentDictionary<string, TaskCompletionSource>();
        TaskCompletionSource Gate(string name) => gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var cluster = await StartAsync(transport, store, async (context, cancellationToken) =>
        {
            runs.Add(context.Assignment.TaskName);
            await Gate(context.Assignment.TaskName).Task.WaitAsync(cancellationToken);
            context.SetOutput(new { from = context.Assignment.TaskName });
        });
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await DeployWorkflowAsync(cluster, app), "survivor"));
        foreach (var (running, name) in new[] { (2, "first"), (2, "second"), (3, "third"), (4, "success") })
        {
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(runs.Count == running), $"{running} applications have run");
            await cluster.KillManagerAsync();
            Gate(name).SetResult();
            await cluster.StartManagerAsync();
        }

        var work = await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(work.Work.State.Status == RunStatus.Success, work.Work.State.Message);
        Assert.Equal(["first", "second", "success", "third"], runs.Order());
        Assert.Equal("""{"from":"third"}""", Step(work, "third").Output.ToString());
        var actions = await cluster.Manager.ListActionsAsync(new() { Tasks = [.. work.Steps.Select(step => step.Task!.Value)] });
        Assert.All(actions.Items, action => Assert.Equal(1, action.Attempt));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Workflows_are_kept_changed_and_removed(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await StartAsync(transport, store, (_, _) => Task.CompletedTask);
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var full = await DeployWorkflowAsync(cluster, app);
        var empty = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("empty", default));
        await cluster.Manager.UpdateWorkflowAsync(full, new UpdateWorkflowRequest { Name = "renamed", Configuration = JsonData.EmptyObject, Enabled = false });
        var record = await cluster.Manager.GetWorkflowAsync(full);

        Assert.Equal(("renamed", "for tests", false), (record.Name, record.Description, record.Enabled));
        Assert.Equal(3, DefinitionReader.ReadWorkflow(record.Configuration.Utf8).Applications.Length);
        Assert.Equal([empty, full], (await cluster.Manager.ListWorkflowsAsync(new())).Items.Select(workflow => workflow.Id));
        await cluster.Manager.DeleteWorkflowAsync(empty);
        await ClusterTests.Refused(ErrorCode.WorkflowNotExists, "workflow_id", () => cluster.Manager.GetWorkflowAsync(empty));
    }

    [Fact]
    public async Task Bad_requests_name_the_field_and_change_nothing()
    {
        await using var cluster = await StartAsync(ClusterTransport.InMemory, ClusterStore.InMemory, (_, _) => Task.CompletedTask);
        var app = await cluster.DeployAsync(Of(Handler("only", "act")));
        var invalid = await Assert.ThrowsAsync<DefinitionInvalidException>(() => cluster.Manager.CreateWorkflowAsync(
            new CreateWorkflowRequest("w", JsonData.Parse("""{"applications": [{"name": "a", "app_id": 1}, {"name": "a"}]}"""))));
        Assert.Equal((ErrorCode.InvalidParameters, "configuration", 3), (invalid.Code, invalid.Field, invalid.Problems.Count));
        var unknown = JsonData.From(new { applications = (object[])[new { name = "a", app_id = app }, new { name = "b", app_id = Guid.NewGuid() }] });
        await ClusterTests.Refused(ErrorCode.AppNotExists, "$.applications[1].app_id", () => cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("w", unknown)));
        await ClusterTests.Refused(ErrorCode.InvalidParameters, "name", () => cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("", default)));
        Assert.Equal(0, (await cluster.Manager.ListWorkflowsAsync(new())).Total);

        var workflow = await DeployWorkflowAsync(cluster, app);
        var empty = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("empty", default, Enabled: true));
        await ClusterTests.Refused(ErrorCode.InvalidParameters, "workflow_id", () => cluster.Manager.CreateWorkAsync(new CreateWorkRequest(empty, "w")));
        await ClusterTests.Refused(ErrorCode.InvalidParameters, "name", () => cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, " ")));
        await ClusterTests.Refused(ErrorCode.InvalidParameters, "input_data", () => cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "w", JsonData.Parse("1"))));
        await ClusterTests.Refused(ErrorCode.WorkflowNotExists, "workflow_id", () => cluster.Manager.CreateWorkAsync(new CreateWorkRequest(new(Guid.NewGuid()), "w")));
        Assert.Equal(0, (await cluster.Manager.ListWorksAsync(new())).Total);

        var gone = new WorkId(Guid.NewGuid());
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.GetWorkAsync(gone));
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.StopWorkAsync(gone));
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.RerunWorkAsync(gone));
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.RecoverWorkAsync(gone));
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.DeleteWorkAsync(gone));

        var id = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "w"));
        await cluster.Manager.WaitForWorkAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        await ClusterTests.Refused(ErrorCode.InvalidParameters, "signal", () => cluster.Manager.StopWorkAsync(id, (StopSignal)5));
        await ClusterTests.Refused(ErrorCode.WorkAlreadyFinished, "work_id", () => cluster.Manager.StopWorkAsync(id));
        await ClusterTests.Refused(ErrorCode.WorkAlreadySuccess, "work_id", () => cluster.Manager.RecoverWorkAsync(id));
        await cluster.Manager.UpdateWorkflowAsync(workflow, new UpdateWorkflowRequest { Enabled = false });
        await ClusterTests.Refused(ErrorCode.WorkflowDisabled, "workflow_id", () => cluster.Manager.RerunWorkAsync(id));
        await cluster.Manager.DeleteWorkAsync(id);
        await ClusterTests.Refused(ErrorCode.WorkNotExists, "work_id", () => cluster.Manager.GetWorkAsync(id));
        Assert.Equal(4, (await cluster.Manager.ListTasksAsync(new() { Work = id })).Total);
    }
}
