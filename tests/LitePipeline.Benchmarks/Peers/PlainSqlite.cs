using Microsoft.Data.Sqlite;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>The driver alone: one table without an index, one prepared command.</summary>
internal static class PlainSqlite
{
    private const int Columns = 16;

    public static async Task InsertAsync(string folder, int rows, int perCommit)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Path.GetRandomFileName())};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"pragma journal_mode = wal; pragma synchronous = full; create table rows ({string.Join(", ", Enumerable.Range(0, Columns).Select(column => $"c{column}"))})";
        await command.ExecuteNonQueryAsync();
        command.CommandText = $"insert into rows values ({string.Join(", ", Enumerable.Range(0, Columns).Select(column => $"@c{column}"))})";
        for (var column = 0; column < Columns; column++) command.Parameters.AddWithValue($"@c{column}", 0L);
        for (var row = 0; row < rows;)
        {
            await using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var until = Math.Min(rows, row + perCommit); row < until; row++)
            {
                foreach (SqliteParameter parameter in command.Parameters) parameter.Value = (long)row;
                command.ExecuteNonQuery();
            }

            await transaction.CommitAsync();
        }
    }
}
