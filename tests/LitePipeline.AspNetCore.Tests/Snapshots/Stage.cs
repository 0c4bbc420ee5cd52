using System.Net.Http.Json;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>A cluster whose one application can be held in the middle: <c>first</c> tells its data, <c>second</c> waits until it is let go.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Stage(ApiHost api) => Api = api;

    public static ApplicationDefinition Definition { get; } = new()
    {
        Actions =
        [
            new ActionDefinition { Name = "first", Handler = "tell" },
            new ActionDefinition { Name = "second", Handler = "hold", Condition = ["first"] },
        ],
        OutputAction = "second",
    };

    public ApiHost Api { get; private set; }

    public static async Task<Stage> SetAsync(TimeProvider? time = null)
    {
        var stage = new Stage(null!);
        stage.Api = await ApiHost.StartAsync(options =>
        {
            options.Time = time ?? options.Time;
            options.ConfigureNodeHost = node => node
                .AddAction("tell", (context, _) =>
                {
                    context.SetOutput(new { rows = 3 });
                    return Task.CompletedTask;
                })
                .AddAction("hold", (_, cancellationToken) => stage._gate.Task.WaitAsync(cancellationToken));
        });
        return stage;
    }

    public Task<HttpResponseMessage> GetAsync(string route) => Api.Http.GetAsync(new Uri(route, UriKind.Relative));

    public Task<HttpResponseMessage> DeleteAsync(string route) => Api.Http.DeleteAsync(new Uri(route, UriKind.Relative));

    public Task<HttpResponseMessage> PostAsync(string route, object? body) => Api.Http.PostAsJsonAsync(new Uri(route, UriKind.Relative), body);

    public Task<HttpResponseMessage> PutAsync(string route, object? body) => Api.Http.PutAsJsonAsync(new Uri(route, UriKind.Relative), body);

    public async Task<HttpResponseMessage> UploadAsync(string route, ApplicationDefinition definition, string? name = "sums", string fileName = "app.tar.gz")
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(await ApiHost.PackAsync(definition)), "file", fileName }, { new StringContent("Adds up"), "description" } };
        if (name is not null) form.Add(new StringContent(name), "name");
        return await Api.Http.PostAsync(new Uri(route, UriKind.Relative), form);
    }

    public async Task<Guid> AppAsync(ApplicationDefinition? definition = null)
    {
        using var answer = await UploadAsync("/app/create", definition ?? Definition);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("app_id").GetGuid();
    }

    public async Task<Guid> TaskAsync(Guid app)
    {
        using var answer = await PostAsync("/task/create", new { task_name = "march", app_id = app, input_data = new { month = 3 } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetGuid();
    }

    /// <summary>A task of which <c>first</c> has ended and <c>second</c> runs.</summary>
    public async Task<Guid> RunningTaskAsync()
    {
        var task = await TaskAsync(await AppAsync());
        await LitePipelineTestCluster.UntilAsync(
            async () => (await Api.Cluster.Manager.GetTaskAsync(new(task))).Live?.Running.Any(running => running.Action?.Name == "second") == true, "the second action runs");
        return task;
    }

    /// <summary>Waits until some task is held in the middle.</summary>
    public Task HeldAsync() => LitePipelineTestCluster.UntilAsync(
        async () => (await Api.Cluster.Manager.GetClusterAsync()).Running.Any(running => running.Action?.Name == "second"), "a second action runs");

    public void LetGo() => _gate.TrySetResult();

    public async Task<Guid> EndedTaskAsync(ApplicationDefinition? definition = null)
    {
        _gate.TrySetResult();
        var task = await TaskAsync(await AppAsync(definition));
        await EndAsync(task);
        return task;
    }

    public Task<TaskDetails> EndAsync(Guid task) => Api.Cluster.Manager.WaitForTaskAsync(new(task));

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await Api.DisposeAsync();
    }
}
