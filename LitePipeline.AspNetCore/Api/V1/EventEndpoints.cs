using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
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
    private const int ReadAtOnce = 100;

    public static void Map(RouteGroupBuilder group) => group.MapGet(Routes.V1.Events, EventsAsync).ForViewers().AnswersEvents()
        .WithSummary("Tells what happens as server-sent events.")
        .WithDescription(
            "The first item is of type 'subscribed': from there on nothing is missed. Each that follows is of type 'event', with one JSON object as its data, whose 'kind' tells its other members; "
            + "items of type 'alive' come while nothing happens. The latest events are kept, and each item has an id: with it as the header Last-Event-ID, which an EventSource sends by itself, the stream "
            + "goes on behind that item, and 'subscribed' says {\"resumed\":true}. Where that cannot be any more it says false: read the lists again. A caller who reads too slowly gets it in the midst of the stream.");

    private static async Task<IResult> EventsAsync(
        IPipelineManager manager, LatestEvents latest, IOptions<LitePipelineApiOptions> options, TimeProvider time, HttpContext context, string? task, string? work, string? kind)
    {
        var filter = EventFilter.Read(task, work, kind);
        // Whatever is wrong with the filter is told as a refusal, before the stream begins.
        await filter.CheckAsync(manager, context.RequestAborted);
        var seen = context.Request.Headers["Last-Event-ID"].ToString();
        return TypedResults.ServerSentEvents(ReadAsync(manager, latest.History, seen, filter, options.Value.KeepAliveInterval, time, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        IPipelineManager manager, EventHistory history, string seen, EventFilter filter, TimeSpan keepAlive, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resumed = history.PlaceOf(seen);
        var place = resumed ?? history.End;
        SseItem<string> Item(string type, string data = "") => new(data, type) { EventId = history.IdOf(place) };

        await filter.FollowAsync(manager, cancellationToken);
        yield return Item("subscribed", Subscribed(resumed is not null));
        var events = new PipelineEvent[ReadAtOnce];
        using var pulse = new PeriodicTimer(keepAlive, time);
        var due = pulse.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            if (await Task.WhenAny(history.MoreAsync(place), due) == due)
            {
                if (!await due) yield break;
                due = pulse.WaitForNextTickAsync(cancellationToken).AsTask();
                yield return Item("alive");
                continue;
            }

            if (history.Read(place, events) is not { } happened)
            {
                place = history.End;
                await filter.FollowAsync(manager, cancellationToken);
                yield return Item("subscribed", Subscribed(false));
                continue;
            }

            if (happened.IsEmpty) yield break;
            for (var i = 0; i < happened.Length; i++)
            {
                place++;
                if (filter.Wants(happened.Span[i])) yield return Item("event", JsonSerializer.Serialize(happened.Span[i], ApiJsonContext.Default.PipelineEvent));
            }
        }
    }

    private static string Subscribed(bool resumed) => resumed ? """{"resumed":true}""" : """{"resumed":false}""";
}
