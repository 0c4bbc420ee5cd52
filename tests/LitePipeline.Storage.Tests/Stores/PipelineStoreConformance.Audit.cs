using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task The_audit_trail_comes_back_newest_first_with_all_its_members()
    {
        await CommitAsync(new StoreChange.AddAudit(Sample.Audit(1)), new StoreChange.AddAudit(Full.Audit(2)));
        await _test.ReopenAsync();
        AssertSame(new[] { Full.Audit(2), Sample.Audit(1) }, await ListAsync(new AuditQuery()));
        AssertSame(new[] { Sample.Audit(1) }, await ListAsync(new AuditQuery { After = 2 }));
        AssertSame(new[] { Sample.Audit(1) }, await ListAsync(new AuditQuery { Offset = 1, Limit = 5 }));
    }

    [Fact]
    public async Task Each_filter_of_the_audit_trail_counts()
    {
        await CommitAsync(
            new StoreChange.AddAudit(Sample.Audit(1)),
            new StoreChange.AddAudit(Sample.Audit(2) with { Actor = "bob" }),
            new StoreChange.AddAudit(Sample.Audit(3) with { Verb = "stop" }),
            new StoreChange.AddAudit(Sample.Audit(4) with { Noun = "work" }),
            new StoreChange.AddAudit(Sample.Audit(5) with { Subject = Sample.Id('x', 1) }));
        Assert.Equal(2, Assert.Single(await ListAsync(new AuditQuery { Actor = "bob" })).Sequence);
        Assert.Equal(3, Assert.Single(await ListAsync(new AuditQuery { Verb = "stop" })).Sequence);
        Assert.Equal(4, Assert.Single(await ListAsync(new AuditQuery { Noun = "work" })).Sequence);
        Assert.Equal(5, Assert.Single(await ListAsync(new AuditQuery { Subject = Sample.Id('x', 1), Actor = "ann" })).Sequence);
        Assert.Empty(await ListAsync(new AuditQuery { Subject = Sample.Id('x', 1), Actor = "bob" }));
    }

    [Fact]
    public async Task What_is_deleted_stays_in_the_audit_trail()
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddAudit(Sample.Audit(1)));
        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)), new StoreChange.AddAudit(Sample.Audit(2) with { Verb = "delete", Subject = Sample.Id('t', 1) }));
        Assert.Equal(2, (await ListAsync(new AuditQuery { Subject = Sample.Id('t', 1) })).Count);
    }
}
