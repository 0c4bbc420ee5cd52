using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Hosting.Inputs;

/// <summary>
/// Checks inputs by the schemas of the applications that get them. A schema is made ready once for as long as its version is the current one, so
/// that a task of an application without one costs a look into a table.
/// </summary>
internal sealed class InputRules(IPipelineStore store)
{
    private const int ProblemsShown = 10;

    private readonly ConcurrentDictionary<AppId, Lazy<Task<Current?>>> _current = new();

    /// <summary>Checks the input of a task of an application. Of one that is not there nothing is said: whoever decides the request does.</summary>
    /// <exception cref="RequestRefusedException">It does not fit the schema of the application's current version.</exception>
    public async Task CheckAsync(AppId application, JsonData input, CancellationToken cancellationToken)
    {
        if (await FindAsync(application).WaitAsync(cancellationToken) is not { Schema: { } schema, Name: var name }) return;
        var problems = schema.Check(input);
        if (problems.Count == 0) return;
        var listed = string.Join("; ", problems.Take(ProblemsShown)) + (problems.Count > ProblemsShown ? $"; and {problems.Count - ProblemsShown} more" : "");
        throw new RequestRefusedException(new Refusal(
            ErrorCode.InvalidParameters, $"The input does not fit the input_schema of the application '{name}': {listed}. Correct the input; the application's configuration has the schema.", "input_data"));
    }

    /// <summary>Checks the input of a work for those applications of its workflow that get it as it is. The others get what comes before them as well, which nobody knows yet.</summary>
    /// <exception cref="RequestRefusedException">It does not fit the schema of one of them.</exception>
    public async Task CheckAsync(WorkflowId workflow, JsonData input, CancellationToken cancellationToken)
    {
        var found = await store.QueryAsync(new WorkflowQuery { Id = workflow, Limit = 1 }, cancellationToken);
        if (found.Items.Count == 0) return;
        foreach (var application in DefinitionReader.ReadWorkflow(found.Items[0].Configuration.Utf8).Applications.Where(application => application.Condition.IsEmpty).Select(application => application.Application).Distinct())
            await CheckAsync(application, input, cancellationToken);
    }

    /// <summary>Checks the input of what a schedule starts.</summary>
    /// <exception cref="RequestRefusedException">It does not fit.</exception>
    public Task CheckAsync(ScheduleContent schedule, CancellationToken cancellationToken) => schedule.Source == ScheduleSource.Application
        ? CheckAsync(new AppId(schedule.SourceId), schedule.Input, cancellationToken)
        : CheckAsync(new WorkflowId(schedule.SourceId), schedule.Input, cancellationToken);

    /// <summary>Something has happened, and nobody was told of it yet.</summary>
    public void Happened(PipelineEvent happened)
    {
        if (happened is PipelineEvent.ApplicationUpdated updated) _current.TryRemove(updated.Application, out _);
        else if (happened is PipelineEvent.ApplicationDeleted deleted) _current.TryRemove(deleted.Application, out _);
    }

    /// <summary>The manager starts over from its store, which may have taken more than was told.</summary>
    public void StartOver() => _current.Clear();

    // It is in the table before the store is asked: what changes meanwhile takes it out again.
    private async Task<Current?> FindAsync(AppId application)
    {
        var entry = _current.GetOrAdd(application, static (application, rules) => new Lazy<Task<Current?>>(() => rules.ReadAsync(application)), this);
        Current? current = null;
        try
        {
            return current = await entry.Value;
        }
        finally
        {
            // What was not there may be tomorrow, and what could not be read be readable.
            if (current is null) _current.TryRemove(new(application, entry));
        }
    }

    private async Task<Current?> ReadAsync(AppId application)
    {
        var found = await store.QueryAsync(new ApplicationQuery { Id = application, Limit = 1 }, CancellationToken.None);
        if (found.Items is not [var record]) return null;
        return new Current(record.Name, record.Configuration.ToElement().TryGetProperty("input_schema", out var schema) ? CompileOrIgnore(schema) : null);
    }

    // One that was uploaded before schemas were checked lets every input in, as it did then.
    private static InputSchema? CompileOrIgnore(System.Text.Json.JsonElement schema)
    {
        try
        {
            return InputSchema.Compile(schema);
        }
        catch (DefinitionInvalidException)
        {
            return null;
        }
    }

    private sealed record Current(string Name, InputSchema? Schema);
}
