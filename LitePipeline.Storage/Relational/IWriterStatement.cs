namespace LitePipeline.Storage.Relational;

/// <summary>One statement of the writer, prepared once and run for every row.</summary>
/// <remarks>
/// The writer goes past Dapper and ADO.NET on purpose: a commit runs the same few statements a thousand times, and to hand their
/// values straight to the database costs a fraction of building or even filling a command for every row. Queries use Dapper.
/// </remarks>
internal interface IWriterStatement : IDisposable
{
    /// <summary>Runs the statement in the writer's transaction and returns how many rows it touched.</summary>
    /// <param name="values">The values of its parameters, in the order in which they were named.</param>
    int Execute(params ReadOnlySpan<object?> values);
}
