using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Core;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Cli.Commands;

/// <summary>What <c>node</c> can do to nodes of a cluster, beside being one: list, drain, resume, remove.</summary>
internal static class NodeCommands
{
    private static readonly string[] Fields =
        ["node_id", "name", "node_ip", "platform", "action_slots", "used_action_slots", "cpu", "used_cpu", "memory", "used_memory", "gpu", "used_gpu", "draining", "limits", "version"];

    /// <summary>Adds them to the command that runs a node.</summary>
    public static Command AddTo(Command node, ClientOptions client)
    {
        node.Add(List(client));
        node.Add(Change(client, "drain", "Have a node finish what it runs and take no more.", (manager, id, cancellationToken) => manager.DrainNodeAsync(id, cancellationToken)));
        node.Add(Change(client, "resume", "Have a drained node take actions again.", (manager, id, cancellationToken) => manager.ResumeNodeAsync(id, cancellationToken)));
        node.Add(Change(client, "remove", "Forget a node; what it runs is run elsewhere at once. Stop its process first, or it joins again.", (manager, id, cancellationToken) => manager.RemoveNodeAsync(id, cancellationToken)));
        return node;
    }

    private static ClientCommand List(ClientOptions client) => new ClientCommand("list", "List the nodes: what each has and how much of it is in use.", client,
        (_, manager, cancellationToken) => manager.GetAsync("cluster/info", Query.None.With("include", "nodes"), cancellationToken),
        answer => [new(Answers.Rows(Answers.Row(answer, "info"), "nodes"), Fields)])
        .Watched("node_", "action_")
        .Example("127.0.0.1:8000 node list");

    private static ClientCommand Change(ClientOptions client, string name, string description, Func<IPipelineManager, NodeId, CancellationToken, Task> change)
    {
        var id = Flags.Required("--node_id", "-n", "The node's id.");
        return new ClientCommand(name, description, client,
            (parsed, manager, cancellationToken) => Answers.DoneAsync(manager.Remote, all => change(all, RemoteManager.ParseNode(parsed.GetRequiredValue(id)), cancellationToken), "node_id"), Answers.Done) { id }
            .Example($"127.0.0.1:8000 node {name} -n NODE_ID");
    }
}
