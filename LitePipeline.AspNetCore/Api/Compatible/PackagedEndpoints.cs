using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Packaged;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>The ten routes that applications and venvs have each.</summary>
internal sealed class PackagedEndpoints<TRecord, TVersion>(PackagedKind<TRecord, TVersion> kind, PackagedAnswers<TRecord, TVersion> answers)
{
    private readonly string _id = answers.IdField;

    public void Map(RouteGroupBuilder group, Routes.Compatible.Packaged routes)
    {
        var (noun, types) = (kind.Noun, answers.Types);
        group.MapPost(routes.Create, CreateAsync).ForAdmins().TakesForm("name*", "description", "file*").Answers(types.Created).WithSummary($"Adds a package's {noun}.");
        group.MapPost(routes.Update, UpdateAsync).ForAdmins().TakesForm($"{_id}*", "name", "description", "file").Answers<OkAnswer>()
            .WithSummary($"Changes the {noun}: what is not given or empty stays, a file becomes its current version.");
        group.MapGet(routes.List, ListAsync).ForViewers().Answers(types.List).WithSummary($"Lists {noun}s, newest first.");
        group.MapGet(routes.Info, InfoAsync).ForViewers().TakesQuery($"{_id}*").Answers(types.Info).WithSummary($"Describes one {noun}.");
        group.MapGet(routes.Download, DownloadAsync).ForViewers().TakesQuery($"{_id}*").AnswersFile().WithMetadata(new DownloadMetadata())
            .WithSummary($"Downloads a package of the {noun}: the current version, or the one of a SHA-1.");
        group.MapDelete(routes.Delete, DeleteAsync).ForAdmins().TakesQuery($"{_id}*").Answers<OkAnswer>().WithSummary($"Removes the {noun} and its versions.");
        group.MapGet(routes.HistoryList, HistoryListAsync).ForViewers().TakesQuery($"{_id}*").Answers(types.HistoryList).WithSummary($"Lists versions of the {noun}, newest first.");
        group.MapGet(routes.HistoryInfo, HistoryInfoAsync).ForViewers().TakesQuery($"{_id}*").Answers(types.HistoryInfo).WithSummary($"Describes one version of the {noun}.");
        group.MapPut(routes.HistoryActivate, ActivateAsync).ForAdmins().TakesJson($"{_id}*", "history_id*").Answers<OkAnswer>().WithSummary($"Makes a version of the {noun} the current one.");
        group.MapDelete(routes.HistoryDelete, HistoryDeleteAsync).ForAdmins().TakesQuery($"{_id}*").Answers<OkAnswer>().WithSummary($"Removes a version from the history of the {noun}.");
    }

    private async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var upload = await PackageUpload.ReadAsync(request, options.Value, cancellationToken);
        return answers.Created(await kind.CreateAsync(manager, null, upload, cancellationToken));
    }

    private async Task<IResult> UpdateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var upload = await PackageUpload.ReadChangeAsync(request, options.Value, cancellationToken);
        var id = Parameter.RequiredId(upload.Field(_id), _id);
        var change = new UpdatePackagedRequest(Parameter.Text(upload.Field("name")), Parameter.Text(upload.Field("description")));
        await kind.UpdateAsync(manager, id, change, upload, cancellationToken);
        return Answers.Ok();
    }

    private async Task<IResult> ListAsync(IPipelineManager manager, [AsParameters] ListRange range, string? name, string? id, CancellationToken cancellationToken)
    {
        var filter = new PackagedFilter(range.Offset, range.Limit, null, Parameter.Text(name), Parameter.OptionalId(id, "id"));
        return answers.List(await kind.ListAsync(manager, filter, cancellationToken), range.Offset, range.Limit);
    }

    private async Task<IResult> InfoAsync(IPipelineManager manager, HttpRequest request, string? config, CancellationToken cancellationToken)
    {
        var withConfig = Parameter.Flag(config, "config");
        return answers.Info(await kind.GetAsync(manager, Id(request), cancellationToken), withConfig);
    }

    private async Task<IResult> DownloadAsync(IPipelineManager manager, HttpRequest request, string? sha1, CancellationToken cancellationToken)
    {
        var id = Id(request);
        var package = await kind.OpenAsync(manager, id, Parameter.Text(sha1), cancellationToken);
        return Answers.File(package.Content, $"{id}{package.Package.Extension}");
    }

    private async Task<IResult> DeleteAsync(IPipelineManager manager, HttpRequest request, CancellationToken cancellationToken)
    {
        await kind.DeleteAsync(manager, Id(request), cancellationToken);
        return Answers.Ok();
    }

    private async Task<IResult> HistoryListAsync(IPipelineManager manager, HttpRequest request, [AsParameters] ListRange range, CancellationToken cancellationToken)
    {
        var id = Id(request);
        await kind.GetAsync(manager, id, cancellationToken);
        return answers.HistoryList(await kind.ListVersionsAsync(manager, new VersionFilter(range.Offset, range.Limit, null, id), cancellationToken), range.Offset, range.Limit);
    }

    private async Task<IResult> HistoryInfoAsync(IPipelineManager manager, HttpRequest request, string? history_id, string? config, CancellationToken cancellationToken)
    {
        var withConfig = Parameter.Flag(config, "config");
        return answers.HistoryInfo(await kind.GetVersionAsync(manager, Id(request), Parameter.RequiredNumber(history_id, "history_id"), cancellationToken), withConfig);
    }

    private async Task<IResult> ActivateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await kind.ActivateAsync(manager, body.RequiredId(_id), body.RequiredNumber("history_id"), cancellationToken);
        return Answers.Ok();
    }

    private async Task<IResult> HistoryDeleteAsync(IPipelineManager manager, HttpRequest request, string? history_id, CancellationToken cancellationToken)
    {
        await kind.DeleteVersionAsync(manager, Id(request), Parameter.RequiredNumber(history_id, "history_id"), cancellationToken);
        return Answers.Ok();
    }

    private Guid Id(HttpRequest request) => Parameter.RequiredId(request.Query[_id], _id);
}
