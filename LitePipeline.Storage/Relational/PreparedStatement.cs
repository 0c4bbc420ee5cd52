using System.Data.Common;

namespace LitePipeline.Storage.Relational;

/// <summary>One statement of the writer, prepared once and run for every row.</summary>
/// <remarks>
/// The writer goes past Dapper on purpose: a commit runs the same few statements a thousand times, and setting the values of
/// parameters that exist costs a fraction of building command, parameters and reader anew for every row. Queries use Dapper.
/// </remarks>
internal sealed class PreparedStatement : IDisposable
{
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">The names of its parameters, in the order of the values that <see cref="Execute"/> gets.</param>
    public PreparedStatement(DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new DbParameter[parameters.Length];
        for (var at = 0; at < parameters.Length; at++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = parameters[at];
            _command.Parameters.Add(parameter);
            _parameters[at] = parameter;
        }
    }

    /// <summary>Runs the statement and returns how many rows it touched.</summary>
    public int Execute(DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++) _parameters[at].Value = values[at] ?? DBNull.Value;
        _command.Transaction = transaction;
        return _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
