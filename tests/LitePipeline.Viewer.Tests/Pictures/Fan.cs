using System.Globalization;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Viewer.Tests.Pictures;

/// <summary>An application whose <c>split</c> generates as many <c>part-NNNN</c> as wanted, which lead to its <c>join</c>. Split, and then the parts, wait until they are let go.</summary>
internal sealed class Fan : IAsyncDisposable
{
    private readonly TaskCompletionSource _splits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _parts = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Fan(int parts, string? failing) => (Parts, Failing) = (parts, failing);

    public int Parts { get; }

    /// <summary>The part that fails; null for none.</summary>
    public string? Failing { get; }

    public ViewerHost Host { get; private set; } = null!;

    public AppId Application { get; private set; }

    private IPipelineManager Manager => Host.Cluster.Manager;

    public static async Task<Fan> StartAsync(int parts, string? failing = null, int nodes = 1, int slots = 4)
    {
        var fan = new Fan(parts, failing);
        fan.Host = await ViewerHost.StartAsync(options =>
        {
            (options.Nodes, options.SlotsPerNode) = (nodes, slots);
            options.ConfigureNodeHost = node => node
                .AddAction("split", async (context, token) =>
                {
                    await fan._splits.Task.WaitAsync(token);
                    for (var number = 1; number <= parts; number++)
                        context.AddAction(new ActionDefinition { Name = NameOf(number), Handler = "part", ToAction = "join" });
                })
                .AddAction("part", async (context, token) =>
                {
                    await fan._parts.Task.WaitAsync(token);
                    if (context.Attempt.Action == failing && context.Attempt.Attempt == 1) throw new InvalidOperationException("This part is bad.");
                })
                .AddAction("join", (_, _) => Task.CompletedTask);
        });
        fan.Application = await fan.Host.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "split", Handler = "split" }, new ActionDefinition { Name = "join", Handler = "join", Condition = ["split"] }],
            OutputAction = "join",
        }, "fan");
        return fan;
    }

    public static string NameOf(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:0000}");

    public Task<TaskId> SubmitAsync(string name) => Manager.SubmitTaskAsync(new SubmitTaskRequest(Application, name));

    public void LetSplit() => _splits.TrySetResult();

    public void LetParts() => _parts.TrySetResult();

    /// <summary>A task that has run to its end.</summary>
    public async Task<TaskId> RunAsync(string name)
    {
        LetSplit();
        LetParts();
        var task = await SubmitAsync(name);
        await Manager.WaitForTaskAsync(task);
        return task;
    }

    public async ValueTask DisposeAsync()
    {
        LetSplit();
        LetParts();
        await Host.DisposeAsync();
    }
}
