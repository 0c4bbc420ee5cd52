using System.Text.Json;
using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The JSON form of all that crosses HTTP, for endpoints and client alike: snake case, enums by their name in snake case, no member left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(SnakeCaseEnumConverter<RunStage>),
        typeof(SnakeCaseEnumConverter<RunStatus>),
        typeof(SnakeCaseEnumConverter<StopSignal>),
        typeof(SnakeCaseEnumConverter<ActionFailureKind>),
        typeof(SnakeCaseEnumConverter<PackageFormat>)])]
[JsonSerializable(typeof(AboutAnswer))]
[JsonSerializable(typeof(OkAnswer))]
[JsonSerializable(typeof(RefusedAnswer))]
[JsonSerializable(typeof(AppCreatedAnswer))]
[JsonSerializable(typeof(AppListAnswer))]
[JsonSerializable(typeof(AppInfoAnswer))]
[JsonSerializable(typeof(TaskCreatedAnswer))]
[JsonSerializable(typeof(TaskListAnswer))]
[JsonSerializable(typeof(TaskInfoAnswer))]
[JsonSerializable(typeof(ClusterInfoAnswer))]
[JsonSerializable(typeof(WorkspacesDeletedAnswer))]
[JsonSerializable(typeof(Page<ApplicationRecord>))]
[JsonSerializable(typeof(Page<TaskRecord>))]
[JsonSerializable(typeof(Page<ActionRecord>))]
[JsonSerializable(typeof(TaskDetails))]
[JsonSerializable(typeof(ClusterView))]
[JsonSerializable(typeof(PipelineEvent))]
[JsonSerializable(typeof(CreatedPayload))]
[JsonSerializable(typeof(SubmitTaskPayload))]
[JsonSerializable(typeof(ActionQueryPayload))]
[JsonSerializable(typeof(DeleteWorkspacesPayload))]
[JsonSerializable(typeof(DeletedWorkspacesPayload))]
[JsonSerializable(typeof(ProblemPayload))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;

/// <summary>An enum's members by name: <c>node_lost</c>, <c>success</c>.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
