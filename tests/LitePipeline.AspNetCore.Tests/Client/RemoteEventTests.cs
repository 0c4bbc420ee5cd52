using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.TestCluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.AspNetCore.Tests.Client;

/// <summary>A remote manager's events over connections that break.</summary>
public class RemoteEventTests
{
    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_stream_is_cut()
    {
        var line = new Line();
        await using var api = await ApiHost.StartAsync(host: builder => builder.Services.AddSingleton<IStartupFilter>(line));
        var (here, there) = (new Seen(), new Seen());
        using var local = api.Cluster.Manager.Events.Subscribe(here);
        using var remote = new HttpPipelineManager(api.Http).Events.Subscribe(there);
        var app = await api.Cluster.DeployAsync(Packages.Echo());
        // What happens before the stream is open is not told.
        while (there.All.Length == 0) await api.Cluster.RunAsync(app);

        for (var cut = 1; cut <= 3; cut++)
        {
            line.Cut();
            await api.Cluster.RunAsync(app);
            line.Mend();
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(line.Opened == cut + 1), "the stream is open again");
            await api.Cluster.RunAsync(app);
        }

        var last = (await api.Cluster.RunAsync(app)).Task.Id.ToString();
        foreach (var seen in (Seen[])[here, there])
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(seen.All.Any(one => one.Contains("task_finished") && one.Contains(last))), "the last task's end is told");
        Assert.Equal(here.All.SkipWhile(one => one != there.All[0]), there.All);
    }

    private sealed class Seen : IObserver<PipelineEvent>
    {
        private readonly List<string> _seen = [];

        public string[] All
        {
            get
            {
                lock (_seen) return [.. _seen];
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void OnNext(PipelineEvent value)
        {
            lock (_seen) _seen.Add(JsonSerializer.Serialize(value, ApiJsonContext.Default.PipelineEvent));
        }
    }

    /// <summary>Streams of events, which can be cut, with no new ones until they are mended.</summary>
    private sealed class Line : IStartupFilter
    {
        private readonly List<HttpContext> _open = [];
        private bool _isCut;

        public int Opened { get; private set; }

        public void Cut()
        {
            lock (_open)
            {
                _isCut = true;
                foreach (var stream in _open) stream.Abort();
                _open.Clear();
            }
        }

        public void Mend()
        {
            lock (_open) _isCut = false;
        }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) => context.Request.Path == "/api/v1/events" && !Open(context) ? Task.CompletedTask : rest(context));
            next(app);
        };

        private bool Open(HttpContext stream)
        {
            lock (_open)
            {
                if (_isCut) stream.Abort();
                else
                {
                    _open.Add(stream);
                    Opened++;
                }

                return !_isCut;
            }
        }
    }
}
