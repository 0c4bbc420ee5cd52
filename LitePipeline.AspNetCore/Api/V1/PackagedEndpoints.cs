using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Packaged;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>The routes that applications and venvs have each.</summary>
internal sealed class PackagedEndpoints<TRecord, TVersion>(PackagedKind<TRecord, TVersion> kind)
{
    private string _one = "";

    public void Map(RouteGroupBuilder group, Routes.V1.Packaged routes)
    {
        _one = routes.One;
        var noun = kind.Noun;
        group.MapPost(routes.All, CreateAsync).ForAdmins().TakesForm("name*", "description", "file*", "id").TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary($"Adds a package's {noun}.");
        group.MapGet(routes.All, ListAsync).ForViewers().Answers<PagePayload<TRecord>>().WithSummary($"Lists {noun}s, newest first.");
        group.MapGet(routes.One, InfoAsync).ForViewers().Answers<TRecord>().WithSummary($"Describes one {noun}.");
        group.MapPatch(routes.One, UpdateAsync).ForAdmins().TakesForm("name", "description", "file").AnswersNothing()
            .WithSummary($"Changes the {noun}: what is not given stays, a file becomes its current version.");
        group.MapDelete(routes.One, DeleteAsync).ForAdmins().AnswersNothing().WithSummary($"Removes the {noun} and its versions.");
        group.MapGet(routes.Package, PackageAsync).ForViewers().AnswersFile().WithSummary($"Downloads a package of the {noun}: the current version, or the one of a SHA-1.");
        group.MapGet(routes.Versions, AllVersionsAsync).ForViewers().Answers<PagePayload<TVersion>>().WithSummary($"Lists versions of all {noun}s, newest first.");
        group.MapGet(routes.VersionsOfOne, VersionsOfOneAsync).ForViewers().Answers<PagePayload<TVersion>>().WithSummary($"Lists versions of the {noun}, newest first.");
        group.MapGet(routes.Version, VersionAsync).ForViewers().Answers<TVersion>().WithSummary($"Describes one version of the {noun}.");
        group.MapPost(routes.Activate, ActivateAsync).ForAdmins().AnswersNothing().WithSummary($"Makes a version of the {noun} the current one.");
        group.MapDelete(routes.Version, DeleteVersionAsync).ForAdmins().AnswersNothing().WithSummary($"Removes a version from the history of the {noun}.");
    }

    private async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        await using var upload = await PackageUpload.ReadAsync(context.Request, options.Value, cancellationToken);
        var id = IdempotencyKey.Id(context, kind.Noun) ?? Parameter.OptionalId(upload.Field("id"), "id");
        return Answers.Created(context, _one, await kind.CreateAsync(manager, id, upload, cancellationToken));
    }

    private async Task<IResult> ListAsync(IPipelineManager manager, [AsParameters] Paging paging, string? name, string? id, CancellationToken cancellationToken)
    {
        var filter = new PackagedFilter(paging.Offset, paging.Limit, paging.After, Parameter.Text(name), Parameter.OptionalId(id, "id"));
        return Answers.Json(paging.Answer(await kind.ListAsync(manager, filter, cancellationToken), kind.Position));
    }

    private async Task<IResult> InfoAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await kind.GetAsync(manager, Id(id), cancellationToken));

    private async Task<IResult> UpdateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var one = Id(id);
        await using var upload = await PackageUpload.ReadChangeAsync(request, options.Value, cancellationToken);
        await kind.UpdateAsync(manager, one, new UpdatePackagedRequest(upload.Field("name"), upload.Field("description")), upload, cancellationToken);
        return Results.NoContent();
    }

    private async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await kind.DeleteAsync(manager, Id(id), cancellationToken);
        return Results.NoContent();
    }

    private async Task<IResult> PackageAsync(IPipelineManager manager, string id, string? sha1, CancellationToken cancellationToken)
    {
        var package = await kind.OpenAsync(manager, Id(id), Parameter.Text(sha1), cancellationToken);
        return Answers.File(package.Content, $"{Id(id)}{package.Package.Extension}");
    }

    private Task<IResult> AllVersionsAsync(IPipelineManager manager, [AsParameters] Paging paging, string? sha1, string? sha256, string? number, CancellationToken cancellationToken) =>
        VersionsAsync(manager, paging, null, sha1, sha256, number, cancellationToken);

    private async Task<IResult> VersionsOfOneAsync(IPipelineManager manager, [AsParameters] Paging paging, string id, string? sha1, string? sha256, string? number, CancellationToken cancellationToken)
    {
        var one = Id(id);
        await kind.GetAsync(manager, one, cancellationToken);
        return await VersionsAsync(manager, paging, one, sha1, sha256, number, cancellationToken);
    }

    private async Task<IResult> VersionsAsync(IPipelineManager manager, Paging paging, Guid? of, string? sha1, string? sha256, string? number, CancellationToken cancellationToken)
    {
        var filter = new VersionFilter(paging.Offset, paging.Limit, paging.After, of, Parameter.Text(sha1), Parameter.Text(sha256), Parameter.OptionalNumber(number, "number"));
        return Answers.Json(paging.Answer(await kind.ListVersionsAsync(manager, filter, cancellationToken), kind.Position));
    }

    private async Task<IResult> VersionAsync(IPipelineManager manager, string id, string number, CancellationToken cancellationToken) =>
        Answers.Json(await kind.GetVersionAsync(manager, Id(id), Number(number), cancellationToken));

    private async Task<IResult> ActivateAsync(IPipelineManager manager, string id, string number, CancellationToken cancellationToken)
    {
        await kind.ActivateAsync(manager, Id(id), Number(number), cancellationToken);
        return Results.NoContent();
    }

    private async Task<IResult> DeleteVersionAsync(IPipelineManager manager, string id, string number, CancellationToken cancellationToken)
    {
        await kind.DeleteVersionAsync(manager, Id(id), Number(number), cancellationToken);
        return Results.NoContent();
    }

    private static Guid Id(string value) => Parameter.RequiredId(value, "id");

    private static long Number(string value) => Parameter.RequiredNumber(value, "number");
}
