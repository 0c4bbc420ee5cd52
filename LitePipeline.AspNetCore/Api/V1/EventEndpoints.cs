using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>All that happens, as server-sent events.</summary>
internal static class EventEndpoints
{
    private const int MaxBuffered = 10_000;

    public static void Map(RouteGroupBuilder group) => group.MapGet(Routes.V1.Events, EventsAsync).ForViewers().AnswersEvents()
        .WithSummary("Tells what happens as server-sent events.")
        .WithDescription(
            "The first item is of type 'subscribed': from there on nothing is missed. Each that follows is of type 'event', with one JSON object as its data, whose 'kind' tells its other members; "
            + "items of type 'alive' come while nothing happens. A caller who reads too slowly loses the oldest. Events are not kept: after a broken connection, read the lists again.");

    private static async Task<IResult> EventsAsync(
        IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, HttpContext context, string? task, string? work, string? kind)
    {
        var filter = EventFilter.Read(task, work, kind);
        // Whatever is wrong with the filter is told as a refusal, before the stream begins.
        await filter.CheckAsync(manager, context.RequestAborted);
        return TypedResults.ServerSentEvents(ReadAsync(manager, filter, options.Value.KeepAliveInterval, time, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        IPipelineManager manager, EventFilter filter, TimeSpan keepAlive, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Channel.CreateBounded<PipelineEvent>(new BoundedChannelOptions(MaxBuffered) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using var subscription = manager.Events.Subscribe(new ToChannel(buffer.Writer, filter));
        await filter.FollowAsync(manager, cancellationToken);
        yield return new SseItem<string>("", "subscribed");
        using var pulse = new PeriodicTimer(keepAlive, time);
        var (more, due) = (buffer.Reader.WaitToReadAsync(cancellationToken).AsTask(), pulse.WaitForNextTickAsync(cancellationToken).AsTask());
        while (true)
        {
            if (await Task.WhenAny(more, due) == due)
            {
                if (!await due) yield break;
                due = pulse.WaitForNextTickAsync(cancellationToken).AsTask();
                yield return new SseItem<string>("", "alive");
                continue;
            }

            if (!await more) yield break;
            while (buffer.Reader.TryRead(out var happened))
                if (filter.Wants(happened)) yield return new SseItem<string>(JsonSerializer.Serialize(happened, ApiJsonContext.Default.PipelineEvent), "event");
            more = buffer.Reader.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    private sealed class ToChannel(ChannelWriter<PipelineEvent> writer, EventFilter filter) : IObserver<PipelineEvent>
    {
        public void OnCompleted() => writer.TryComplete();

        public void OnError(Exception error) => writer.TryComplete(error);

        public void OnNext(PipelineEvent value)
        {
            if (filter.MayWant(value)) writer.TryWrite(value);
        }
    }
}
