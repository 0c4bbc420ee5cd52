using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>An action's output: as it is, and as server-sent events.</summary>
internal static class LogEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Routes.V1.ActionLog, LogAsync).ForViewers().AnswersText()
            .WithSummary("Streams an action's output from a byte on, or its end; with follow=true until the action has ended.")
            .WithDescription("The output is that of the latest attempt, or of an earlier one by its number. It comes from the node that ran it, which must be connected.");
        group.MapGet(Routes.V1.ActionLogEvents, EventsAsync).ForViewers().AnswersEvents()
            .WithSummary("Follows an action's output from a byte on as server-sent events, until the action has ended.")
            .WithDescription(
                "Each item of type 'output' has one JSON object as its data: 'text' in whole characters, 'next', the offset of the byte after it, which is the item's id as well, and 'left_out', how many "
                + "bytes are missing just before it because the log had become too long. A header Last-Event-ID goes before the offset, so that an EventSource goes on where its connection broke. Items of type "
                + "'alive' come while nothing is written, and one of type 'end' when the action has ended: close the EventSource then, or it asks again.");
    }

    private static async Task<IResult> LogAsync(IPipelineManager manager, string id, string name, string? offset, string? tail, string? follow, string? attempt, CancellationToken cancellationToken)
    {
        var log = await manager.OpenLogAsync(Task(id), name, Begin(offset, tail), Parameter.Flag(follow, "follow"), Attempt(attempt), cancellationToken);
        return Results.Stream(log, "text/plain; charset=utf-8");
    }

    private static async Task<IResult> EventsAsync(
        IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, HttpContext context, string id, string name, string? offset, string? tail, string? attempt)
    {
        var seen = context.Request.Headers["Last-Event-ID"].ToString();
        var from = seen.Length > 0 ? Parameter.ByteOffset(seen, "Last-Event-ID") : Begin(offset, tail);
        // Whatever cannot be followed is told as a refusal, before the stream begins.
        var log = await manager.FollowLogAsync(Task(id), name, from, Attempt(attempt), context.RequestAborted);
        context.Response.RegisterForDisposeAsync(log);
        return TypedResults.ServerSentEvents(ReadAsync(log, options.Value.KeepAliveInterval, time, context.RequestAborted));
    }

    // The next part is asked for when this one has been sent: a reader that is slow makes the node wait, and nothing piles up here.
    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        IAsyncEnumerator<LogPart> log, TimeSpan keepAlive, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pulse = new PeriodicTimer(keepAlive, time);
        var (more, due) = (log.MoveNextAsync().AsTask(), pulse.WaitForNextTickAsync(cancellationToken).AsTask());
        while (true)
        {
            if (await System.Threading.Tasks.Task.WhenAny(more, due) == due)
            {
                if (!await due) yield break;
                due = pulse.WaitForNextTickAsync(cancellationToken).AsTask();
                yield return new SseItem<string>("", "alive");
                continue;
            }

            if (!await more) break;
            var part = log.Current;
            yield return new SseItem<string>(JsonSerializer.Serialize(part, ApiJsonContext.Default.LogPart), "output") { EventId = part.Next.ToString(CultureInfo.InvariantCulture) };
            more = log.MoveNextAsync().AsTask();
        }

        yield return new SseItem<string>("", "end");
    }

    // As the manager takes it: a negative number counts back from the end.
    private static long Begin(string? offset, string? tail)
    {
        if (Parameter.OptionalNumber(tail, "tail") is not { } bytes) return Parameter.ByteOffset(offset, "offset");
        return string.IsNullOrEmpty(offset) ? -bytes : throw Parameter.Refuse("tail", "offset and tail are both given; leave one of them out.");
    }

    private static int? Attempt(string? attempt)
    {
        var number = Parameter.Whole(attempt, "attempt", 0);
        if (number < 0 || (number == 0 && !string.IsNullOrEmpty(attempt))) throw Parameter.Refuse("attempt", $"attempt is {number}; give an attempt's number, 1 or more, or leave it out for the latest.");
        return number == 0 ? null : number;
    }

    private static TaskId Task(string value) => new(Parameter.RequiredId(value, "id"));
}
