using System.Text.Json.Serialization;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The cluster as the original shows it; a part that was not asked for is left out.</summary>
internal sealed record ClusterInfoAnswer(string Version, ClusterInfo Info, string Result = OkAnswer.Ok);

/// <summary>The parts of the cluster's description.</summary>
internal sealed record ClusterInfo
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManagerRow? Manager { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NodeRow>? Nodes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NumberOfNodes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QueueRow? Actions { get; init; }
}

/// <summary>The manager's configuration, without its secrets.</summary>
internal sealed record ManagerRow
{
    public required string? HttpHost { get; init; }

    public required int? HttpPort { get; init; }

    public required string? TcpHost { get; init; }

    public required int? TcpPort { get; init; }

    public string? LdfsHttpHost { get; init; }

    public int? LdfsHttpPort { get; init; }

    public required long MaxBufferSize { get; init; }

    public required string? DataPath { get; init; }

    public required string Version { get; init; }

    public required int TotalActionSlots { get; init; }
}

/// <summary>A node as it registered. What it has beside slots, its labels, <c>limits</c> and <c>draining</c> are ours.</summary>
internal sealed record NodeRow(
    Guid NodeId,
    string Name,
    string HttpHost,
    int HttpPort,
    string NodeIp,
    int ActionSlots,
    int UsedActionSlots,
    string Platform,
    bool DockerSupport,
    IReadOnlyList<string> Handlers,
    string Version,
    string JoinAt,
    double Cpu,
    double UsedCpu,
    long Memory,
    long UsedMemory,
    int Gpu,
    int UsedGpu,
    IReadOnlyDictionary<string, string> Labels,
    string? Limits,
    bool Draining);

/// <summary>What runs, and the first of what waits; <c>pending_count</c> says how much waits in all.</summary>
internal sealed record QueueRow(IReadOnlyList<QueuedActionRow> Running, IReadOnlyList<QueuedActionRow> Pending, long PendingCount);

/// <summary>An action that runs or waits; the name is empty for a task that has not begun. <c>reason</c>, why no node can ever serve it, is ours.</summary>
internal sealed record QueuedActionRow(Guid TaskId, string WorkId, string ActionName, string UpdateAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
