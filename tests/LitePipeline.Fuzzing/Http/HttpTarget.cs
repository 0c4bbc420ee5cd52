using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace LitePipeline.Fuzzing.Http;

/// <summary>The HTTP API as it runs, on a socket: requests that change something, to all routes, the original's and ours.</summary>
/// <remarks>
/// What holds: each request is answered, never by a failure of ours (5xx, or <c>ServerException</c>), and in the form that its kind of route
/// promises; a refused request changes nothing, and leaves nothing in the audit trail.
/// </remarks>
internal sealed class HttpTarget : FuzzTarget, IDisposable
{
    // What was accepted stays; with a new service now and then a case stays cheap and its finding can be told.
    private const int MostAnswers = 10_000;

    private readonly ConcurrentBag<ApiSession> _sessions = [];

    public HttpTarget()
    {
        var first = ApiSession.StartAsync().GetAwaiter().GetResult();
        Cases = HttpCases.To(first.Routes);
        _sessions.Add(first);
    }

    public override string Name => "http";

    public override string What => "all routes of the running API that change something, on a socket";

    public override int ShrinkTries => 200;

    public override Gen<byte[]> Cases { get; }

    public override string Run(byte[] input)
    {
        if (!_sessions.TryTake(out var session)) session = ApiSession.StartAsync().GetAwaiter().GetResult();
        var keep = false;
        try
        {
            var outcome = RunAsync(session, input).GetAwaiter().GetResult();
            keep = ++session.Answered < MostAnswers;
            return outcome;
        }
        finally
        {
            if (keep) _sessions.Add(session);
            else session.Dispose();
        }
    }

    public void Dispose()
    {
        while (_sessions.TryTake(out var session)) session.Dispose();
    }

    private static async Task<string> RunAsync(ApiSession session, byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        foreach (var (name, id) in session.Known) text = text.Replace(name, id, StringComparison.Ordinal);
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? end + 4 : text.Length;
        text = text.Replace("@length@", (text.Length - head).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var line = text.Split('\r')[0];
        // Whether the service reads all of the body before it answers is its own affair, so a line is used once where its end is in doubt.
        var odd = text.Contains("Transfer-Encoding", StringComparison.Ordinal) || text.Contains("Content-Length: 3\r", StringComparison.Ordinal) || text.Contains("Expect", StringComparison.Ordinal) || !text.Contains("\r\n\r\n", StringComparison.Ordinal);
        var before = session.Fingerprint ??= await session.FingerprintAsync();
        var answer = await session.Line.AskAsync(Encoding.Latin1.GetBytes(text), odd);
        if (odd) session.Line.Dispose();
        session.Fingerprint = null;
        if (answer is null) return "hung up";
        PromiseBrokenException.Unless(answer.Status is >= 100 and < 500, $"{line} was answered by {answer.Status}: {answer.Body}; logged: {session.Failure}");
        if (answer.Status == 100) return "100";
        var (refused, outcome) = Judge(line, answer, session.Failure);
        if (refused)
        {
            var after = await session.FingerprintAsync();
            PromiseBrokenException.Unless(before == after, $"{line} was refused ({answer.Status} {answer.Body}) and has changed something: {before} before, {after} after.");
            session.Fingerprint = after;
        }

        return outcome;
    }

    private static (bool Refused, string Outcome) Judge(string line, HttpLine.Answer answer, LastFailure failure)
    {
        var own = line.Contains(" /api/v1/", StringComparison.Ordinal);
        // What no route takes, or what is not HTTP, is answered by the server.
        if (answer.Body.Length == 0) return (answer.Status >= 400, $"{(own ? "v1" : "original's")}: {answer.Status}");
        using var body = JsonDocument.Parse(answer.Body);
        if (!own)
        {
            var result = body.RootElement.GetProperty("result").GetString()!;
            PromiseBrokenException.Unless(result != "ServerException" && (result == "ok") != body.RootElement.TryGetProperty("message", out _), $"{line} was answered by {answer.Body}; logged: {failure}");
            return (result != "ok", $"original's: {answer.Status} {result}");
        }

        if (answer.Status < 400) return (false, $"v1: {answer.Status}");
        var code = body.RootElement.GetProperty("code").GetString();
        PromiseBrokenException.Unless(
            answer.ContentType.StartsWith("application/problem+json", StringComparison.Ordinal) && code != "ServerException" && body.RootElement.GetProperty("detail").GetString() is { Length: > 0 },
            $"{line} was answered by {answer.Status} {answer.ContentType} {answer.Body}; logged: {failure}");
        return (true, $"v1: {answer.Status} {code}");
    }
}
