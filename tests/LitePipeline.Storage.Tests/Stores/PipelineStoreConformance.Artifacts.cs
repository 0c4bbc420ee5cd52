using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    private static readonly Artifact Report = new("report.csv", Sample.Package(1).Sha256, 5);
    private static readonly Artifact Plot = new("plots/month.png", Sample.Package(2).Sha256, 6);

    [Fact]
    public async Task Artifacts_come_back_with_their_action_and_by_task_action_and_path()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1)),
            new StoreChange.AddTask(Sample.Task(2)),
            new StoreChange.SaveAction(Leaving(1, "second", Report, Plot)),
            new StoreChange.SaveAction(Leaving(1, "first", Report)),
            new StoreChange.SaveAction(Leaving(2, "first", Report)));

        Assert.Equal([Report, Plot], [.. (await ActionsAsync(1)).Single(action => action.Name == "second").Artifacts]);
        Assert.Equal([Of(1, "first", Report), Of(1, "second", Plot), Of(1, "second", Report), Of(2, "first", Report)], await ArtifactsAsync(new ArtifactQuery()));
        Assert.Equal([Of(2, "first", Report)], await ArtifactsAsync(new ArtifactQuery { Task = Sample.TaskId(2) }));
        Assert.Equal([Of(1, "second", Plot)], await ArtifactsAsync(new ArtifactQuery { Sha256 = Plot.Sha256 }));
        Assert.Equal([Of(1, "second", Report)], await ArtifactsAsync(new ArtifactQuery { Task = Sample.TaskId(1), Action = "second", Path = "report.csv" }));
        Assert.Equal([Of(1, "second", Plot), Of(1, "second", Report)], await ArtifactsAsync(new ArtifactQuery { Offset = 1, Limit = 2 }));
    }

    [Fact]
    public async Task The_same_content_takes_its_bytes_once()
    {
        Assert.Equal([0], (await Store.QueryAsync(new ArtifactBytesQuery(), CancellationToken.None)).Items);
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddTask(Sample.Task(2)), new StoreChange.SaveAction(Leaving(1, "only", Report, Plot)), new StoreChange.SaveAction(Leaving(2, "only", Report)));
        Assert.Equal([11], (await Store.QueryAsync(new ArtifactBytesQuery(), CancellationToken.None)).Items);
        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)));
        Assert.Equal([5], (await Store.QueryAsync(new ArtifactBytesQuery(), CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Artifacts_go_with_their_actions_row_however_it_goes()
    {
        for (var task = 1; task <= 4; task++)
        {
            await CommitAsync(new StoreChange.AddTask(Sample.Task(task)), new StoreChange.SaveAction(Leaving(task, "only", Report)));
        }

        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)));
        await CommitAsync(new StoreChange.RestartTask(Sample.TaskId(2), "again", Sample.TaskState()));
        await CommitAsync(new StoreChange.DeleteAction(Sample.TaskId(3), "only"));
        await CommitAsync(new StoreChange.SaveAction(Leaving(4, "only", Plot)));

        Assert.Equal([Of(4, "only", Plot)], await ArtifactsAsync(new ArtifactQuery()));
        await CommitAsync(new StoreChange.SaveAction(Leaving(4, "only")));
        Assert.Empty(await ArtifactsAsync(new ArtifactQuery()));
    }

    private static Core.Actions.ActionRecord Leaving(long task, string action, params Artifact[] artifacts) =>
        Sample.Action(task, action, stage: RunStage.Finished) with { Artifacts = [.. artifacts] };

    private static ArtifactRecord Of(long task, string action, Artifact artifact) => new(Sample.TaskId(task), action, artifact.Path, artifact.Sha256, artifact.Size);

    private async Task<IReadOnlyList<ArtifactRecord>> ArtifactsAsync(ArtifactQuery query) => (await Store.QueryAsync(query, CancellationToken.None)).Items;
}
