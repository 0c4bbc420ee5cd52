using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>cluster</c>: the manager and its nodes.</summary>
internal static class ClusterCommands
{
    private static readonly string[] Manager = ["http_host", "http_port", "tcp_host", "tcp_port", "ldfs_http_host", "ldfs_http_port", "version", "data_path"];
    private static readonly string[] Nodes = ["node_id", "http_host", "http_port", "action_slots", "version", "data_path"];

    public static Command Create(ClientOptions client) => new("cluster", "The cluster: info.") { Info(client) };

    private static ClientCommand Info(ClientOptions client) => new ClientCommand("info", "Describe the manager and its nodes; with -r, what runs and waits too.", client,
        (_, manager, cancellationToken) => manager.GetAsync("cluster/info", Query.None.With("include", "manager,nodes,actions"), cancellationToken),
        answer =>
        {
            var info = Answers.Row(answer, "info");
            return [new([Answers.Row(info, "manager")], Manager), new(Answers.Rows(info, "nodes"), Nodes)];
        })
        .Watched("node_", "task_", "action_");
}
