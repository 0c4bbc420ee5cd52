using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Client;

/// <summary>A manager somewhere else, reached over its HTTP API: the same interface as in its own process.</summary>
/// <remarks>Safe for use by many threads. It does not own <paramref name="http"/>, whose base address is the manager's and which must not time out before a long answer has come.</remarks>
/// <param name="http">Reaches the manager.</param>
public sealed partial class HttpPipelineManager(HttpClient http) : IPipelineManager
{
    /// <inheritdoc/>
    public IObservable<PipelineEvent> Events { get; } = new RemoteEvents(http);

    /// <inheritdoc/>
    public async Task<AppId> CreateApplicationAsync(CreateApplicationRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(request.Name), "name" },
            { new StringContent(request.Description), "description" },
            { new StreamContent(package), "file", request.Format == PackageFormat.Zip ? "package.zip" : "package.tar.gz" },
        };
        using var message = new HttpRequestMessage(HttpMethod.Post, Routes.V1.Applications) { Content = form };
        return new AppId((await AskAsync(message, ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id);
    }

    /// <inheritdoc/>
    public Task<Page<ApplicationRecord>> ListApplicationsAsync(ApplicationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetAsync(Address(Routes.V1.Applications, Range(query.Offset, query.Limit), ("name", query.Name), ("id", query.Id?.ToString())), ApiJsonContext.Default.PageApplicationRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApplicationRecord> GetApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        GetAsync(Routes.V1.Of(application), ApiJsonContext.Default.ApplicationRecord, cancellationToken);

    /// <inheritdoc/>
    public async Task<PackageContent> OpenPackageAsync(AppId application, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetApplicationAsync(application, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1) package = new PackageReference(sha1, "", package.Format, 0);
        return new PackageContent(package, await OpenAsync(Address(Routes.V1.PackageOf(application), [], ("sha1", sha1)), cancellationToken));
    }

    /// <inheritdoc/>
    public Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        TellAsync(new HttpRequestMessage(HttpMethod.Delete, Routes.V1.Of(application)), cancellationToken);

    /// <inheritdoc/>
    public async Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = new SubmitTaskPayload(request.Application, request.Name, request.Input.IsEmpty ? JsonData.EmptyObject : request.Input);
        using var message = new HttpRequestMessage(HttpMethod.Post, Routes.V1.Tasks) { Content = JsonContent.Create(payload, ApiJsonContext.Default.SubmitTaskPayload) };
        return new TaskId((await AskAsync(message, ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id);
    }

    /// <inheritdoc/>
    public Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetAsync(
            Address(Routes.V1.Tasks, Range(query.Offset, query.Limit), ("id", query.Id?.ToString()), ("application", query.Application?.ToString()), ("name", query.Name), ("stage", query.Stage?.ToString()), ("status", query.Status?.ToString())),
            ApiJsonContext.Default.PageTaskRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var payload = new ActionQueryPayload(query.Tasks, query.Name, query.Stage?.ToString(), query.Offset, query.Limit);
        using var message = new HttpRequestMessage(HttpMethod.Post, Routes.V1.ActionQuery) { Content = JsonContent.Create(payload, ApiJsonContext.Default.ActionQueryPayload) };
        return await AskAsync(message, ApiJsonContext.Default.PageActionRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default) =>
        GetAsync(Routes.V1.Of(task), ApiJsonContext.Default.TaskDetails, cancellationToken);

    /// <inheritdoc/>
    public async Task<TaskDetails> WaitForTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var details = await GetAsync(Routes.V1.WaitFor(task), ApiJsonContext.Default.TaskDetails, cancellationToken);
            if (details.Task.State.Stage == RunStage.Finished) return details;
        }
    }

    /// <inheritdoc/>
    public Task StopTaskAsync(TaskId task, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default) =>
        TellAsync(new HttpRequestMessage(HttpMethod.Post, Address(Routes.V1.StopOf(task), [], ("signal", ((int)signal).ToString(CultureInfo.InvariantCulture)))), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default) =>
        TellAsync(new HttpRequestMessage(HttpMethod.Delete, Routes.V1.Of(task)), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenWorkspaceAsync(TaskId task, string action, CancellationToken cancellationToken = default) =>
        OpenAsync(Routes.V1.WorkspaceOf(task, action), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, int? attempt = null, CancellationToken cancellationToken = default) =>
        OpenAsync(Address(Routes.V1.LogOf(task, action), [], ("offset", offset.ToString(CultureInfo.InvariantCulture)), ("follow", follow ? "true" : null)), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaskId>> DeleteWorkspacesAsync(IReadOnlyList<TaskId> tasks, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Routes.V1.WorkspaceDelete) { Content = JsonContent.Create(new DeleteWorkspacesPayload(tasks), ApiJsonContext.Default.DeleteWorkspacesPayload) };
        return (await AskAsync(message, ApiJsonContext.Default.DeletedWorkspacesPayload, cancellationToken)).Failed;
    }

    /// <inheritdoc/>
    public Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default) =>
        GetAsync(Routes.V1.Cluster, ApiJsonContext.Default.ClusterView, cancellationToken);

    private async Task<T> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        return await AskAsync(message, type, cancellationToken);
    }

    private async Task<T> AskAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(message, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync(type, cancellationToken))!;
    }

    private async Task TellAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using (message)
        using (await SendAsync(message, cancellationToken)) { }
    }

    // The answer lives as long as its content: disposing the stream ends it.
    private async Task<Stream> OpenAsync(string address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        return await (await SendAsync(message, cancellationToken)).Content.ReadAsStreamAsync(cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw await RefusalAsync(answer, cancellationToken);
    }

    private static async Task<Exception> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: "application/problem+json" })
        {
            var problem = await answer.Content.ReadFromJsonAsync(ApiJsonContext.Default.ProblemPayload, cancellationToken);
            if (problem is not null && Enum.TryParse<ErrorCode>(problem.Code, out var code))
                return new RequestRefusedException(new Refusal(code, problem.Detail, problem.Field)) { Field = problem.Field };
        }

        return new HttpRequestException($"The manager answered {(int)answer.StatusCode} {answer.ReasonPhrase}.", null, answer.StatusCode);
    }

    private static (string, string?)[] Range(int offset, int limit) =>
        [("offset", offset.ToString(CultureInfo.InvariantCulture)), ("limit", limit.ToString(CultureInfo.InvariantCulture))];

    private static string Address(string route, (string Name, string? Value)[] first, params (string Name, string? Value)[] rest)
    {
        var query = string.Join('&', first.Concat(rest).Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length == 0 ? route : $"{route}?{query}";
    }
}
