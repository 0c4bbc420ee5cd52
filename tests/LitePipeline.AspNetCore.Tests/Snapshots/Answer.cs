using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Snapshooter;
using Snapshooter.Xunit;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>An answer as a caller gets it, with what differs from run to run replaced by what it is, held against the copy that is kept.</summary>
internal static partial class Answer
{
    private static readonly string Folder = typeof(Answer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Snapshots").Value!;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fails where the answer is not the one that is kept under the name.</summary>
    public static async Task MatchAsync(string name, Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var content = answer.Content.Headers;
        string[] head = [$"HTTP {(int)answer.StatusCode} {content.ContentType}", .. Header("Location", answer.Headers.Location?.ToString()), .. Header("Content-Disposition", content.ContentDisposition?.ToString())];
        var body = content.ContentDisposition is null ? Pretty(await answer.Content.ReadAsStringAsync()) : "(a file)";
        Match(name, string.Join('\n', [.. head, body]));
    }

    /// <summary>Fails where the text is not the one that is kept under the name.</summary>
    public static void Match(string name, string text) => Snapshot.Match(Steady(text), new SnapshotFullName($"{name}.snap", Folder));

    private static string[] Header(string name, string? value) => value is null ? [] : [$"{name}: {value}"];

    private static string Pretty(string body)
    {
        try
        {
            return JsonSerializer.Serialize(JsonDocument.Parse(body).RootElement, Indented);
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static string Steady(string text)
    {
        var seen = new List<string>();
        text = Ids().Replace(text, id =>
        {
            if (!seen.Contains(id.Value)) seen.Add(id.Value);
            return $"id-{seen.IndexOf(id.Value) + 1}";
        });
        text = Times().Replace(text, time => time.Value.Contains('T') ? "time-iso" : "time");
        text = Sha1().Replace(Sha256().Replace(text, "sha256"), "sha1");
        return Machine().Replace(Size().Replace(Ports().Replace(text, "$1port$2"), "\"$1\": \"$1\""), "\"$1\": \"$1\"");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)?")]
    private static partial Regex Times();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\b[0-9a-f]{40}\b")]
    private static partial Regex Sha1();

    [GeneratedRegex("(\"http_port\": |127\\.0\\.0\\.1:)[1-9]\\d*()")]
    private static partial Regex Ports();

    [GeneratedRegex("\"(version|machine|limits)\": (?:\"[^\"]+\"|null)")]
    private static partial Regex Machine();

    // A node's own size, which is its machine's.
    [GeneratedRegex("\"(cpu|memory)\": \\d[\\d.]*")]
    private static partial Regex Size();
}
