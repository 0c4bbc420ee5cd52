using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Hosting.Secrets;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Node;

/// <summary>One attempt as its C# handler sees it. For use by one thread at a time, until the handler returns; only <see cref="ReportProgress"/> is safe for many.</summary>
/// <remarks>Values are read and written in snake case (<c>RowCount</c> is <c>row_count</c>), as <c>LitePipeline.Helper</c> does, unless other options are passed.</remarks>
public sealed class ActionHandlerContext
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = true };

    private readonly ActionStart _start;
    private readonly NodeDescription _node;
    private readonly Action<NodeMessage> _report;
    private readonly SecretMask _mask;
    private ImmutableArray<ActionDefinition>.Builder? _actions;
    private JsonData _input, _output;
    private bool _hasWorkspace;

    internal ActionHandlerContext(ActionStart start, NodeDescription node, ILogger logger, Action<NodeMessage> report, SecretMask mask)
    {
        _start = start;
        _node = node;
        _report = report;
        _mask = mask;
        Logger = MaskedLogger.Of(logger, mask);
    }

    /// <summary>All that the manager said of the attempt.</summary>
    public ActionAssignment Assignment => _start.Assignment;

    /// <summary>The task, the action and the attempt's number.</summary>
    public AttemptKey Attempt => _start.Assignment.Attempt;

    /// <summary>Takes log lines; they go where the node's log goes, with secrets masked.</summary>
    public ILogger Logger { get; }

    /// <summary>The input as a process action would find it in <c>input.data</c>; composed when it is first asked for.</summary>
    public JsonData Input
    {
        get
        {
            if (!_input.IsEmpty) return _input;
            var text = new ArrayBufferWriter<byte>();
            WorkspaceContract.WriteInput(text, Assignment, _start.Workspace, _node);
            return _input = JsonData.FromTrusted(text.WrittenMemory);
        }
    }

    /// <summary>The attempt's own folder, absolute; made, with <c>input.data</c> in it, when it is first asked for.</summary>
    public async ValueTask<string> GetWorkspaceAsync(CancellationToken cancellationToken = default)
    {
        if (!_hasWorkspace) await _start.WriteInputAsync(_start.Workspace, cancellationToken);
        _hasWorkspace = true;
        return _start.Workspace;
    }

    /// <summary>Where an artifact of an action in this one's condition lies, absolute; it is there once <see cref="GetWorkspaceAsync"/> has returned.</summary>
    /// <param name="action">The action that made it.</param>
    /// <param name="path">Its path in that action's workspace.</param>
    /// <exception cref="FileNotFoundException">No action in the condition has left such an artifact.</exception>
    public string ArtifactPath(string action, string path)
    {
        foreach (var condition in Assignment.Conditions)
        {
            if (condition.Action == action && !condition.Artifacts.IsDefault && condition.Artifacts.Any(artifact => artifact.Path == path))
                return Path.Combine(_start.Workspace, WorkspaceContract.ArtifactFile(action, path));
        }

        throw new FileNotFoundException($"No action '{action}' in this one's condition has left an artifact '{path}'; it must declare it, and stand in the condition.", path);
    }

    /// <summary>Reads the input as a value of <typeparamref name="T"/>.</summary>
    /// <exception cref="JsonException">It is not such a value.</exception>
    public T? GetInput<T>(JsonSerializerOptions? options = null) => Input.Deserialize<T>(options ?? SnakeCase);

    /// <summary>Reads what an earlier action in this one's condition left; the default where it left nothing.</summary>
    /// <exception cref="JsonException">It is not such a value.</exception>
    public T? GetInputOf<T>(string action, JsonSerializerOptions? options = null)
    {
        foreach (var condition in Assignment.Conditions)
            if (condition.Action == action) return condition.Data.IsEmpty ? default : condition.Data.Deserialize<T>(options ?? SnakeCase);
        return default;
    }

    /// <summary>The value of a secret of the application, which a process action has in its environment.</summary>
    /// <exception cref="KeyNotFoundException">The application has no such secret.</exception>
    public string GetSecret(string name) => FindSecret(name) ?? throw new KeyNotFoundException(
        $"The application has no secret '{name}': set it with 'litepipeline secret set', the HTTP API or IPipelineManager.SetSecretAsync; attempts that start then have it.");

    /// <summary>The value of a secret of the application; null where it has none of this name.</summary>
    public string? FindSecret(string name) => _start.Secrets.FirstOrDefault(secret => secret.Name == name)?.Value;

    /// <summary>Sets the output data, which later actions get; it replaces what was set before.</summary>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    public void SetOutput<T>(T data, JsonSerializerOptions? options = null) => SetOutput(JsonData.From(data, options ?? SnakeCase));

    /// <inheritdoc cref="SetOutput{T}"/>
    public void SetOutput(JsonData data)
    {
        var reader = new Utf8JsonReader(data.Utf8.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new ArgumentException("An action's output is a JSON object; put the value under a name, such as new { value }.", nameof(data));
        _output = data;
    }

    /// <summary>Adds an action to the running task. That it fits the task is checked when the handler has returned.</summary>
    public void AddAction(ActionDefinition action)
    {
        ArgumentNullException.ThrowIfNull(action);
        (_actions ??= ImmutableArray.CreateBuilder<ActionDefinition>()).Add(action);
    }

    /// <summary>Says how far the attempt is to whoever watches; nothing is kept.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">For people.</param>
    public void ReportProgress(double fraction, string message = "")
    {
        if (!double.IsFinite(fraction)) throw new ArgumentOutOfRangeException(nameof(fraction), "Progress goes from 0 to 1.");
        _report(new NodeMessage.ActionProgressed(Attempt, Math.Clamp(fraction, 0, 1), _mask.Apply(message)));
    }

    internal ActionOutput TakeOutput() =>
        _output.IsEmpty && _actions is null ? ActionOutput.Empty : new ActionOutput(_output, _actions?.ToImmutable() ?? []);
}
