using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Soak.Users;

/// <summary>The users: they deploy, submit at an even pace, upload new versions now and then, and stop what would go on for ever.</summary>
internal sealed class Crowd(SoakOptions options, Door door, TimeProvider time)
{
    // What waits shows nothing that what runs does not, and holds up the end.
    private const int MostUnfinished = 150;
    private const int UploadEvery = 50;
    private static readonly TimeSpan SchedulePeriod = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(options.Seed);
    private readonly Dictionary<Shape, AppId> _applications = [];
    private readonly List<Task> _stopping = [];
    private readonly WorkflowId _workflow = new(Guid.NewGuid());
    private int _uploads;

    /// <summary>The tasks that the manager has accepted.</summary>
    public ConcurrentQueue<PromisedTask> Tasks { get; } = [];

    /// <summary>The works that the manager has accepted.</summary>
    public ConcurrentQueue<PromisedWork> Works { get; } = [];

    public ScheduleId Schedule { get; } = new(Guid.NewGuid());

    public ServiceId Service { get; } = new(Guid.NewGuid());

    /// <summary>How many runs of the schedule there must be.</summary>
    public int ScheduledRuns { get; private set; }

    /// <summary>How many packages were uploaded while things went wrong.</summary>
    public int Uploads => _uploads;

    /// <summary>Deploys all that there is, before anything goes wrong.</summary>
    public async Task DeployAsync()
    {
        foreach (var shape in Shape.All)
        {
            var id = _applications[shape] = new AppId(Guid.NewGuid());
            await door.AskAsync(manager => manager.CreateApplicationAsync(new(shape.Name, PackageFormat.TarGz) { Id = id }, new MemoryStream(ShapePackage.Pack(shape, 0))));
        }

        await door.AskAsync(manager => manager.CreateWorkflowAsync(SoakWorkflow.Request(_workflow, _applications)));
        await door.AskAsync(manager => manager.CreateServiceAsync(ServiceOf(isEnabled: true), Service));
        await ScheduleAsync();
    }

    /// <summary>Submits all tasks.</summary>
    public async Task SubmitAsync()
    {
        var begun = time.GetTimestamp();
        for (var place = 0; place < options.Tasks; place++)
        {
            var left = options.Length * place / options.Tasks - time.GetElapsedTime(begun);
            if (left > TimeSpan.Zero) await Task.Delay(left, time);
            await SubmitOneAsync();
            if (place % UploadEvery == UploadEvery - 1) await UploadAsync();
            if (place % 10 == 9) await WaitForRoomAsync();
        }

        await Task.WhenAll(_stopping);
    }

    /// <summary>Disables the service.</summary>
    public Task EndServiceAsync() => door.AskAsync(manager => manager.UpdateServiceAsync(Service, ServiceOf(isEnabled: false)));

    private async Task SubmitOneAsync()
    {
        var (seed, parts) = (_random.Next(), 2 + _random.Next(5));
        // Most are over at once; some are long enough to be met by a fault or two.
        var pause = _random.Next(100) < 85 ? _random.NextDouble() * 0.3 : 1 + 3 * _random.NextDouble();
        var input = JsonData.From(new { seed, parts, pause });
        if (ShapeOf(_random.Next(100)) is not { } shape)
        {
            var work = new PromisedWork(new WorkId(Guid.NewGuid()), seed, parts);
            await door.AskAsync(manager => manager.CreateWorkAsync(new(_workflow, "soak", input) { Id = work.Id }));
            Works.Enqueue(work);
            return;
        }

        var task = new PromisedTask(new TaskId(Guid.NewGuid()), shape, seed, parts);
        await door.AskAsync(manager => manager.SubmitTaskAsync(new(_applications[shape], shape.Name, input) { Id = task.Id }));
        Tasks.Enqueue(task);
        if (shape.Fate == Fate.IsStopped) _stopping.Add(StopAsync(task.Id, TimeSpan.FromSeconds(4 * _random.NextDouble())));
    }

    private static Shape? ShapeOf(int lot)
    {
        foreach (var shape in Shape.All)
        {
            if (lot < shape.Weight) return shape;
            lot -= shape.Weight;
        }

        return null;
    }

    private async Task StopAsync(TaskId task, TimeSpan after)
    {
        await Task.Delay(after, time);
        await door.AskAsync(async manager =>
        {
            try { await manager.StopTaskAsync(task, StopSignal.Kill); }
            catch (RequestRefusedException refused) when (refused.Code == ErrorCode.TaskAlreadyFinished)
            {
                // An earlier request, whose answer was lost.
            }
        });
    }

    private async Task UploadAsync()
    {
        var shape = Shape.All[_random.Next(Shape.All.Length)];
        var package = ShapePackage.Pack(shape, ++_uploads);
        await door.AskAsync(manager => manager.UpdateApplicationAsync(_applications[shape], new(), new MemoryStream(package)));
    }

    private async Task WaitForRoomAsync()
    {
        while (await CountAsync(null) - await CountAsync(RunStage.Finished) > MostUnfinished) await Task.Delay(TimeSpan.FromSeconds(0.5), time);

        async Task<long> CountAsync(RunStage? stage) => (await door.AskAsync(manager => manager.ListTasksAsync(new TaskQuery { Stage = stage, Limit = 1 }))).Total;
    }

    private ServiceContent ServiceOf(bool isEnabled) => new("soak", "", _applications[Shape.Service], JsonData.From(new { seed = 0, pause = 0 }), Enabled: isEnabled);

    // Its first and last run are given, so that how many there must be does not depend on when the manager heard of it.
    private async Task ScheduleAsync()
    {
        var now = time.GetUtcNow();
        var first = new DateTimeOffset(now.Ticks - now.Ticks % SchedulePeriod.Ticks, TimeSpan.Zero) + 2 * SchedulePeriod;
        ScheduledRuns = Math.Max(1, (int)(options.Length / SchedulePeriod) - 1);
        var timing = new ScheduleTiming { Cron = "*/10 * * * * *", TimeZone = "UTC", StartAt = first, EndAt = first + (ScheduledRuns - 1) * SchedulePeriod };
        var input = JsonData.From(new { seed = options.Seed, parts = 0, pause = 0 });
        await door.AskAsync(manager => manager.CreateScheduleAsync(
            new("soak", ScheduleSource.Application, _applications[Shape.Single].Value, input, timing, MissedRuns.RunAll, RunOverlap.Allow, Enabled: true), Schedule));
    }
}
