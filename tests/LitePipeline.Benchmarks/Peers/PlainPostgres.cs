using Npgsql;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>The driver alone: one table without an index, prepared inserts of 16 columns that are sent together.</summary>
internal static class PlainPostgres
{
    private const int Columns = 16;

    public static async Task InsertAsync(string server, int rows, int perCommit)
    {
        await using var connection = new NpgsqlConnection($"{server};Max Auto Prepare=10;Auto Prepare Min Usages=2");
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand($"drop table if exists plain; create table plain ({string.Join(", ", Enumerable.Range(0, Columns).Select(column => $"c{column} bigint"))})", connection)) await create.ExecuteNonQueryAsync();
        var insert = $"insert into plain values ({string.Join(", ", Enumerable.Range(1, Columns).Select(column => $"${column}"))})";
        for (var row = 0; row < rows;)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            for (var until = Math.Min(rows, row + perCommit); row < until; row++)
            {
                var command = new NpgsqlBatchCommand(insert);
                for (var column = 0; column < Columns; column++) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row });
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }
}
