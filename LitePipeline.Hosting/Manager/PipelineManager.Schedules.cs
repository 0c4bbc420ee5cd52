using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<ScheduleId> CreateScheduleAsync(ScheduleContent schedule, ScheduleId? id = null, CancellationToken cancellationToken = default)
    {
        var content = rules.Checked(schedule);
        var created = id ?? new ScheduleId(Guid.CreateVersion7());
        if (id is null) await CreateAsync(cancellationToken);
        else await CreateOnceAsync(created.Value, "schedule", new ScheduleQuery { Id = created, Limit = 1 }, there => Task.FromResult(IsChanged(there.CreatedAt, there.UpdatedAt) ? [] : Differences(
            ("name", there.Name != content.Name),
            ("source", (there.Source, there.SourceId) != (content.Source, content.SourceId)),
            ("input", Differ(there.Input, content.Input)),
            ("timing", there.Timing != content.Timing),
            ("rule for missed runs", there.Missed != content.Missed),
            ("rule for overlaps", there.Overlap != content.Overlap),
            ("state of being enabled", there.Enabled != content.Enabled))), () => CreateAsync(CancellationToken.None)).WaitAsync(cancellationToken);
        return created;

        async Task CreateAsync(CancellationToken token)
        {
            await inputs.CheckAsync(content, token);
            await queue.AskAsync(new ManagerInput.CreateSchedule(created, content), token);
        }
    }

    public async Task UpdateScheduleAsync(ScheduleId schedule, ScheduleContent content, CancellationToken cancellationToken = default)
    {
        var updated = rules.Checked(content);
        var found = await store.QueryAsync(new ScheduleQuery { Id = schedule, Limit = 1 }, cancellationToken);
        // One whose input has ceased to fit can still be renamed, and above all disabled.
        if (found.Items is not [var there] || (there.Source, there.SourceId, there.Input) != (updated.Source, updated.SourceId, updated.Input) || updated.Enabled && !there.Enabled)
            await inputs.CheckAsync(updated, cancellationToken);
        await queue.AskAsync(new ManagerInput.UpdateSchedule(schedule, updated), cancellationToken);
    }

    public Task<Page<ScheduleRecord>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<ScheduleDetails> GetScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default)
    {
        var view = (ScheduleView?)await queue.AskAsync(new ManagerInput.DescribeSchedule(schedule), cancellationToken);
        var found = await store.QueryAsync(new ScheduleQuery { Id = schedule, Limit = 1 }, cancellationToken);
        return view is not null && found.Items.Count == 1
            ? new ScheduleDetails(found.Items[0], view)
            : throw Refused(ErrorCode.ScheduleNotExists, $"There is no schedule {schedule}; list the schedules to find the right id.", "schedule_id");
    }

    public async Task DeleteScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default) =>
        await queue.AskAsync(new ManagerInput.DeleteSchedule(schedule), cancellationToken);
}
