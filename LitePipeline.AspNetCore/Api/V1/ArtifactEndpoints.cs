using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Artifacts: the files that actions have left for others.</summary>
internal static class ArtifactEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Routes.V1.TaskArtifacts, ListAsync).ForViewers().Answers<Page<ArtifactRecord>>()
            .WithSummary("Lists a task's artifacts, by action and path.").WithDescription("They are there as soon as their action has succeeded, and go with the task.");
        group.MapGet(Routes.V1.TaskArtifact, FileAsync).ForViewers().AnswersFile()
            .WithSummary("Downloads an artifact.")
            .WithDescription("It comes from the package store: no node need be connected. The ETag is its SHA-256; a header Range asks for a part, If-None-Match for nothing where it is known already.");
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, string id, string? action, string? path, string? sha256, string? offset, string? limit, CancellationToken cancellationToken) =>
        Answers.Json(await manager.ListArtifactsAsync(new ArtifactQuery
        {
            Task = Task(id),
            Action = Parameter.Text(action),
            Path = Parameter.Text(path),
            Sha256 = Parameter.Text(sha256),
            Offset = Parameter.Count(offset, "offset"),
            Limit = Parameter.Count(limit, "limit"),
        }, cancellationToken));

    private static async Task<IResult> FileAsync(IPipelineManager manager, string id, string name, string path, CancellationToken cancellationToken)
    {
        var (artifact, content) = await manager.OpenArtifactAsync(Task(id), name, path, cancellationToken);
        var tag = new EntityTagHeaderValue($"\"{artifact.Sha256}\"");
        return Results.Stream(content, "application/octet-stream", artifact.Path.Split('/')[^1], entityTag: tag, enableRangeProcessing: content.CanSeek);
    }

    private static TaskId Task(string value) => new(Parameter.RequiredId(value, "id"));
}
