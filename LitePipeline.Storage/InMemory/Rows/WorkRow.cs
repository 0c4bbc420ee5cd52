using LitePipeline.Core.Works;

namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>A work with the rows of its applications by their names.</summary>
internal sealed class WorkRow(WorkRecord record) : IRow<WorkId>
{
    public WorkId Id => Record.Id;

    public long Sequence => Record.Sequence;

    public WorkRecord Record { get; set; } = record;

    public Dictionary<string, WorkStepRow> Steps { get; set; } = [];
}

/// <summary>The row of a work's application.</summary>
/// <param name="Ordinal">Its place in the order, kept when the record is replaced.</param>
/// <param name="Record">The record.</param>
internal sealed record WorkStepRow(long Ordinal, WorkStepRecord Record);
