using System.Collections;
using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Executors;

/// <summary>The environment variables of a process action: those of the node's process as it first started one, what says whose action it is, and its application's secrets.</summary>
internal sealed class ActionEnvironment(NodeData data)
{
    /// <summary>Python keeps its output back for a while unless told; a log that is followed should be live.</summary>
    public const string Unbuffered = "PYTHONUNBUFFERED";
    private const string Task = "LITEPIPELINE_TASK_ID", Action = "LITEPIPELINE_ACTION", Attempt = "LITEPIPELINE_ATTEMPT";

    // To put it together for each action anew would cost as much as all else that its start does in this process.
    private readonly Lazy<string[]> _inherited = new(Inherited);
    private readonly string _node = data.Id.ToString();

    /// <summary>What an action has beyond what it inherits.</summary>
    public (string Name, string Value)[] Own(ActionStart start) =>
    [
        (Task, start.Assignment.Attempt.Task.ToString()),
        (Action, start.Assignment.Attempt.Action),
        (Attempt, start.Assignment.Attempt.Attempt.ToString(CultureInfo.InvariantCulture)),
        (Leftovers.WorkspaceVariable, start.Workspace),
        (Leftovers.NodeVariable, _node),
        .. start.Secrets.Select(secret => (secret.Name, secret.Value)),
    ];

    /// <summary>All of them, as <c>NAME=value</c>.</summary>
    public string[] All(ActionStart start) => [.. InheritedBy(start), .. Own(start).Select(variable => $"{variable.Name}={variable.Value}")];

    // Of two variables of one name a program reads the first, and a secret stands in place of what the node has.
    private IEnumerable<string> InheritedBy(ActionStart start) => start.Secrets.IsEmpty
        ? _inherited.Value
        : _inherited.Value.Where(variable => !start.Secrets.Any(secret => variable.StartsWith($"{secret.Name}=", StringComparison.Ordinal)));

    private static string[] Inherited()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [Unbuffered] = "1" };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables()) variables[(string)variable.Key] = (string?)variable.Value ?? "";
        // A node that an action started has that action's.
        foreach (var own in new[] { Task, Action, Attempt, Leftovers.WorkspaceVariable, Leftovers.NodeVariable }) variables.Remove(own);
        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }
}
