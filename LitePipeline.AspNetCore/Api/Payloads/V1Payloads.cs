using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The id of what was created.</summary>
internal sealed record CreatedPayload(Guid Id);

/// <summary>What a task is to run.</summary>
internal sealed record SubmitTaskPayload(AppId Application, string Name, JsonData Input = default);

/// <summary>Which actions are wanted. It is a body and not a query because the tasks may be many.</summary>
internal sealed record ActionQueryPayload(IReadOnlyList<TaskId> Tasks, string? Name, string? Stage, int Offset, int Limit);

/// <summary>The tasks whose workspaces are to go.</summary>
internal sealed record DeleteWorkspacesPayload(IReadOnlyList<TaskId> Tasks);

/// <summary>The tasks whose workspaces could not be removed.</summary>
internal sealed record DeletedWorkspacesPayload(IReadOnlyList<TaskId> Failed);

/// <summary>A refusal, as RFC 9457 writes one, with the error's name, the field and, for a configuration, all that is wrong in it.</summary>
internal sealed record ProblemPayload(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    IReadOnlyList<DefinitionProblem>? Problems);
