using Dapper;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

public class AuditTableTests
{
    [Theory]
    [InlineData("update audit set actor = 'nobody'", "not changed")]
    [InlineData("delete from audit", "not removed")]
    public async Task The_database_itself_keeps_the_audit_trail_as_it_is(string sql, string why)
    {
        await using var test = new SqliteTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.CommitAsync([new StoreChange.AddAudit(Sample.Audit(1))], CancellationToken.None);
        await using var connection = new SqliteConnection($"Data Source={test.File}");
        var refused = await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync(sql));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Single((await test.Store.QueryAsync(new AuditQuery(), CancellationToken.None)).Items);
    }
}
