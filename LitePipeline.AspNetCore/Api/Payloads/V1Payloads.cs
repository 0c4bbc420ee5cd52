using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The id of what was created.</summary>
internal sealed record CreatedPayload(Guid Id);

/// <summary>A part of a list; <c>next</c>, given as <c>after</c>, continues it, and is null where the list ends here.</summary>
internal sealed record PagePayload<T>(IReadOnlyList<T> Items, long Total, string? Next);

/// <summary>What a task is to run.</summary>
internal sealed record SubmitTaskPayload(AppId Application, string Name, JsonData Input, int Priority, TaskId? Id);

/// <summary>Which actions are wanted. It is a body and not a query because the tasks may be many.</summary>
internal sealed record ActionQueryPayload(IReadOnlyList<TaskId> Tasks, string? Name, string? Stage, int Offset, int Limit);

/// <summary>The tasks whose workspaces are to go.</summary>
internal sealed record DeleteWorkspacesPayload(IReadOnlyList<TaskId> Tasks);

/// <summary>The tasks whose workspaces could not be removed.</summary>
internal sealed record DeletedWorkspacesPayload(IReadOnlyList<TaskId> Failed);

/// <summary>How many cached results were removed.</summary>
internal sealed record ClearedCachePayload(int Removed);

/// <summary>The secrets of an application.</summary>
internal sealed record SecretsPayload(IReadOnlyList<SecretView> Secrets);

/// <summary>A secret's value, on its way in; there is no way out.</summary>
internal sealed record SetSecretPayload(string Value);

/// <summary>A workflow to add.</summary>
internal sealed record CreateWorkflowPayload(string Name, JsonData Configuration, string Description, bool Enabled, WorkflowId? Id);

/// <summary>A change of a workflow.</summary>
internal sealed record UpdateWorkflowPayload(
    string? Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonData? Configuration, string? Description, bool? Enabled);

/// <summary>What a work is to run.</summary>
internal sealed record CreateWorkPayload(WorkflowId Workflow, string Name, JsonData Input, WorkId? Id);

/// <summary>The works whose applications are wanted.</summary>
internal sealed record StepQueryPayload(IReadOnlyList<WorkId> Works, int Offset, int Limit);

/// <summary>A refusal, as RFC 9457 writes one, with the error's name, the field and, for a configuration, all that is wrong in it.</summary>
internal sealed record ProblemPayload(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    IReadOnlyList<DefinitionProblem>? Problems);
