using System.Text.Json;
using System.Text.Json.Serialization;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The JSON form of all that crosses HTTP, for endpoints and client alike: snake case, enums by their name in snake case, no member left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(MomentsConverter),
        typeof(SnakeCaseEnumConverter<RunStage>),
        typeof(SnakeCaseEnumConverter<RunStatus>),
        typeof(SnakeCaseEnumConverter<StopSignal>),
        typeof(SnakeCaseEnumConverter<ActionFailureKind>),
        typeof(SnakeCaseEnumConverter<PackageFormat>),
        typeof(SnakeCaseEnumConverter<ScheduleSource>),
        typeof(SnakeCaseEnumConverter<MissedRuns>),
        typeof(SnakeCaseEnumConverter<RunOverlap>),
        typeof(SnakeCaseEnumConverter<UserRole>)])]
[JsonSerializable(typeof(AboutAnswer))]
[JsonSerializable(typeof(OkAnswer))]
[JsonSerializable(typeof(RefusedAnswer))]
[JsonSerializable(typeof(ClusterInfoAnswer))]
[JsonSerializable(typeof(AppCreatedAnswer))]
[JsonSerializable(typeof(AppListAnswer))]
[JsonSerializable(typeof(AppInfoAnswer))]
[JsonSerializable(typeof(AppHistoryListAnswer))]
[JsonSerializable(typeof(AppHistoryInfoAnswer))]
[JsonSerializable(typeof(VenvCreatedAnswer))]
[JsonSerializable(typeof(VenvListAnswer))]
[JsonSerializable(typeof(VenvInfoAnswer))]
[JsonSerializable(typeof(VenvHistoryListAnswer))]
[JsonSerializable(typeof(VenvHistoryInfoAnswer))]
[JsonSerializable(typeof(TaskCreatedAnswer))]
[JsonSerializable(typeof(TaskListAnswer))]
[JsonSerializable(typeof(TaskInfoAnswer))]
[JsonSerializable(typeof(WorkspacesDeletedAnswer))]
[JsonSerializable(typeof(WorkflowChangedAnswer))]
[JsonSerializable(typeof(WorkflowListAnswer))]
[JsonSerializable(typeof(WorkflowInfoAnswer))]
[JsonSerializable(typeof(WorkCreatedAnswer))]
[JsonSerializable(typeof(WorkListAnswer))]
[JsonSerializable(typeof(WorkInfoAnswer))]
[JsonSerializable(typeof(ScheduleChangedAnswer))]
[JsonSerializable(typeof(ScheduleListAnswer))]
[JsonSerializable(typeof(ScheduleInfoAnswer))]
[JsonSerializable(typeof(ServiceChangedAnswer))]
[JsonSerializable(typeof(ServiceListAnswer))]
[JsonSerializable(typeof(ServiceInfoAnswer))]
[JsonSerializable(typeof(PagePayload<ApplicationRecord>))]
[JsonSerializable(typeof(PagePayload<ApplicationVersionRecord>))]
[JsonSerializable(typeof(PagePayload<VenvRecord>))]
[JsonSerializable(typeof(PagePayload<VenvVersionRecord>))]
[JsonSerializable(typeof(PagePayload<TaskRecord>))]
[JsonSerializable(typeof(PagePayload<WorkflowRecord>))]
[JsonSerializable(typeof(PagePayload<WorkRecord>))]
[JsonSerializable(typeof(PagePayload<ScheduleRecord>))]
[JsonSerializable(typeof(PagePayload<ServiceRecord>))]
[JsonSerializable(typeof(PagePayload<AuditRecord>))]
[JsonSerializable(typeof(Page<ActionRecord>))]
[JsonSerializable(typeof(Page<ArtifactRecord>))]
[JsonSerializable(typeof(Page<WorkStepRecord>))]
[JsonSerializable(typeof(TaskDetails))]
[JsonSerializable(typeof(TaskGraphView))]
[JsonSerializable(typeof(StatisticsView))]
[JsonSerializable(typeof(WorkDetails))]
[JsonSerializable(typeof(ScheduleDetails))]
[JsonSerializable(typeof(ScheduleContent))]
[JsonSerializable(typeof(ServiceContent))]
[JsonSerializable(typeof(ClusterView))]
[JsonSerializable(typeof(PipelineEvent))]
[JsonSerializable(typeof(LogPart))]
[JsonSerializable(typeof(CreatedPayload))]
[JsonSerializable(typeof(SubmitTaskPayload))]
[JsonSerializable(typeof(ActionQueryPayload))]
[JsonSerializable(typeof(DeleteWorkspacesPayload))]
[JsonSerializable(typeof(DeletedWorkspacesPayload))]
[JsonSerializable(typeof(ClearedCachePayload))]
[JsonSerializable(typeof(SecretsPayload))]
[JsonSerializable(typeof(SetSecretPayload))]
[JsonSerializable(typeof(CreateWorkflowPayload))]
[JsonSerializable(typeof(UpdateWorkflowPayload))]
[JsonSerializable(typeof(CreateWorkPayload))]
[JsonSerializable(typeof(StepQueryPayload))]
[JsonSerializable(typeof(ProblemPayload))]
[JsonSerializable(typeof(LoginPayload))]
[JsonSerializable(typeof(MePayload))]
[JsonSerializable(typeof(HealthPayload))]
[JsonSerializable(typeof(AccessToken))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;

/// <summary>An enum's members by name: <c>node_lost</c>, <c>success</c>.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
