using LitePipeline.Core;

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

    /// <summary>Runs the statement in its turn, at the latest with the commit: whoever need not know what it touched does not wait for a database that is far away.</summary>
    void Queue(params ReadOnlySpan<object?> values) => Execute(values);

    /// <summary>The same for a statement that must touch a row.</summary>
    /// <param name="what">What the row is, such as <c>task</c>.</param>
    /// <param name="id">Whose it is.</param>
    /// <exception cref="StoreException">It touched none; the commit may say so instead.</exception>
    void QueueFor(string what, Guid id, params ReadOnlySpan<object?> values)
    {
        if (Execute(values) == 0) throw Missing(what, id);
    }

    static StoreException Missing(string what, Guid id) => new($"The {what} {id} is not in the store.");
}
