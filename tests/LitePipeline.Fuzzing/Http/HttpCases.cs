using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.Core.Definitions;
using LitePipeline.Fuzzing.Generation;
using LitePipeline.Hosting.Packages;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.Fuzzing.Http;

/// <summary>Requests that change something, to each route that the running app has: their paths, fields and kinds of bodies are taken from what the routes say of themselves.</summary>
internal static class HttpCases
{
    /// <summary>A package that is a venv.</summary>
    public static byte[] Venv { get; } = PackVenv();

    private static readonly byte[] Application = PackApplication();

    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] Things = ["@application@", "@venv@", "@workflow@", "@task@", "@work@", "@schedule@", "@service@"];

    private static readonly Gen<string> Id = Gen.Frequency((8, Gen.OneOfConst(Things)), (2, Gen.Guid.Select(id => id.ToString())), (1, Gen.OneOfConst("", "0", "-1", "%2e%2e", "..", "%00", "%ff", "%ed%a0%80", "{0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d}", "a/b", "%2f", "é", "*")));

    private static readonly Gen<string> Moment = Gen.OneOfConst("\"2030-01-31T08:00:00+01:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"now\"", "\"2030-02-30\"", "\"\"");

    private static readonly Gen<string> Timing = JsonTexts.ObjectOf(
        ("minute", JsonTexts.Number), ("hour", JsonTexts.Number), ("day_of_month", JsonTexts.Number), ("day_of_week", JsonTexts.Number),
        ("cron", Gen.OneOfConst("\"0 5 * * *\"", "\"* * * * * *\"", "\"99 99 * * *\"", "\"L W # ?\"", "\"0 0 31 2 *\"")), ("time_zone", Gen.OneOfConst("\"Europe/Berlin\"", "\"Nowhere\"", "\"../../etc/passwd\"", "\"\"")), ("start_at", Moment), ("end_at", Moment));

    private static readonly Gen<string> Configuration = Gen.Frequency(
        (4, Gen.Const("""{"applications":[{"name":"one","app_id":"@application@"},{"name":"two","app_id":"@application@","condition":["one"]}]}""")),
        (2, JsonTexts.ObjectOf(("applications*", JsonTexts.ArrayOf(JsonTexts.ObjectOf(("name*", JsonTexts.Text), ("app_id*", Gen.Const("\"@application@\"")), ("condition", JsonTexts.ArrayOf(JsonTexts.Text))))), ("event_applications", JsonTexts.Any))), (1, JsonTexts.Any));

    public static Gen<byte[]> To(IReadOnlyList<RouteEndpoint> routes)
    {
        var requests = (from route in routes
                        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                        where Methods.Contains(method)
                        select Request(route, method)).ToArray();
        return Gen.OneOf(requests);
    }

    private static Gen<byte[]> Request(RouteEndpoint route, string method)
    {
        var body = route.Metadata.GetMetadata<BodyText>();
        var right = body is null ? Gen.Const(Array.Empty<byte>()) : body.ContentType == RouteTextExtensions.Json ? JsonTexts.ObjectOf([.. body.Fields.Select(field => (field, Value(field.TrimEnd('*'))))]).Bytes() : Form(body.Fields);
        var bytes = Gen.Frequency((5, right), (4, right.Spoiled()), (1, Gen.OneOf(Edits.Nothing, JsonTexts.Any.Bytes())));
        var type = Gen.Frequency((20, Gen.Const(body?.ContentType == RouteTextExtensions.Form ? "multipart/form-data; boundary=b" : "application/json")), (1, Gen.OneOfConst("", "text/plain", "application/json; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=" + new string('b', 300), "\"")));
        var extra = Gen.Frequency((12, Gen.Const("")), (1, Gen.OneOfConst("Idempotency-Key: a\r\n", "Idempotency-Key: \r\n", "Idempotency-Key: " + new string('k', 3000) + "\r\n", "Expect: 100-continue\r\n", "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 3\r\n", "Cookie: " + new string('c', 40_000) + "\r\n", "X-Forwarded-For: 127.0.0.1\r\n")));
        return Gen.Select(Target(route), type, extra, bytes, (target, content, more, text) =>
            (byte[])[.. Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{(content.Length > 0 ? $"Content-Type: {content}\r\n" : "")}{more}Content-Length: @length@\r\n\r\n"), .. text]);
    }

    private static Gen<string> Target(RouteEndpoint route)
    {
        // Parameters in the path have the thing that the route is about before them.
        var parts = route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter
            ? parameter.Name switch
            {
                "number" => Gen.OneOfConst("1", "2", "0", "-1", "99999999999999999999", "1e3", "x", "%31"),
                "name" => Gen.OneOfConst("first", "echo", "..", "%2e%2e%2f", "%00", new string('n', 300)),
                _ => OwnId(route),
            }
            : Gen.Const(string.Concat(segment.Parts.OfType<Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart>().Select(part => part.Content)))).ToArray();
        var path = parts.Aggregate(Gen.Const(""), (before, part) => Gen.Select(before, part, (left, right) => $"{left}/{right}"));
        var names = (route.Metadata.GetMetadata<QueryText>()?.Names ?? []).Select(name => name.TrimEnd('*')).Append("signal").Append("history_id").ToArray();
        var query = Gen.Select(Gen.OneOfConst(names), Id, (name, value) => $"{name}={value}").Array[0, 2].Select(pairs => pairs.Length == 0 ? "" : "?" + string.Join('&', pairs));
        return Gen.Select(path, query, (one, other) => one + other);
    }

    private static Gen<string> OwnId(RouteEndpoint route)
    {
        var noun = route.RoutePattern.PathSegments.Select(segment => (segment.Parts[0] as Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)?.Content).Last(name => name?.EndsWith('s') == true)!;
        var own = $"@{noun.TrimEnd('s')}@";
        return Things.Contains(own) ? Gen.Frequency((6, Gen.Const(own)), (1, Id)) : Id;
    }

    private static Gen<string> Value(string field) => field switch
    {
        "application" or "app_id" or "venv" or "venv_id" or "task" or "task_id" or "work" or "work_id" or "workflow" or "workflow_id" or "schedule_id" or "service_id" =>
            Gen.Frequency((8, Gen.Const($"\"@{field.Replace("_id", "", StringComparison.Ordinal).Replace("app", "application", StringComparison.Ordinal).Replace("applicationlication", "application", StringComparison.Ordinal)}@\"")), (1, Id.Select(id => $"\"{id}\""))),
        "source_id" => Gen.OneOfConst("\"@application@\"", "\"@workflow@\""),
        "source" => Gen.OneOfConst("\"application\"", "\"workflow\"", "\"\""),
        "id" => Gen.OneOf(Gen.Guid.Select(id => $"\"{id}\""), Gen.OneOfConst("\"@task@\"", "null")),
        "tasks" or "task_ids" or "works" => JsonTexts.ArrayOf(Id.Select(id => $"\"{id}\"")),
        "configuration" => Configuration,
        "timing" => Timing,
        "input" or "input_data" => Gen.OneOf(JsonTexts.Any, JsonTexts.ObjectOf(("a", JsonTexts.Any), ("target_env", JsonTexts.Any))),
        "enable" or "enabled" or "force" => JsonTexts.Flag,
        "signal" or "minute" or "hour" or "day_of_month" or "day_of_week" or "priority" or "offset" or "limit" or "history_id" => Gen.OneOf(JsonTexts.Number, Gen.OneOfConst("-9", "-15", "1", "\"-9\"", "\"kill\"")),
        "start_at" or "end_at" => Moment,
        _ => JsonTexts.Text,
    };

    private static Gen<byte[]> Form(IReadOnlyList<string> fields)
    {
        var parts = fields.Select(field => field.TrimEnd('*') switch
        {
            "file" => Gen.Select(Gen.OneOfConst(Application, Venv), Gen.OneOfConst("a.tar.gz", "a.zip", "../../evil.tar.gz", "a\\\"; x=\\\"b.tar.gz", "$(touch x).tar.gz", "-rf.tgz", "a", ""), Gen.Frequency((10, Gen.Const(false)), (1, Gen.Const(true))), (package, name, cut) =>
                Part($"name=\"up_file\"; filename=\"{name}\"", cut ? package[..(package.Length / 2)] : package)),
            var name => Gen.Select(Gen.OneOf(Gen.Const(name.EndsWith("_id", StringComparison.Ordinal) ? name == "app_id" ? "@application@" : "@venv@" : "a name"), JsonTexts.Text), text => Part($"name=\"{name}\"", Encoding.UTF8.GetBytes(text))),
        }).ToArray();
        return parts.Aggregate(Gen.Const<byte[]>([]), (before, part) => Gen.Select(before, Gen.Frequency((9, part), (1, Gen.Const<byte[]>([])), (1, Gen.Select(part, part, (one, other) => (byte[])[.. one, .. other]))), (left, right) => (byte[])[.. left, .. right]))
            .Select(all => (byte[])[.. all, .. "--b--\r\n"u8]);
    }

    private static byte[] Part(string disposition, byte[] content) => [.. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"), .. content, .. "\r\n"u8];

    private static byte[] PackApplication()
    {
        using var package = new MemoryStream();
        PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "first", Main = "true" }], OutputAction = "first" }, "app", package).GetAwaiter().GetResult();
        return package.ToArray();
    }

    private static byte[] PackVenv()
    {
        using var package = new MemoryStream();
        using (var gzip = new GZipStream(package, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "venv/bin/activate") { DataStream = new MemoryStream("# activates\n"u8.ToArray()), ModificationTime = DateTimeOffset.UnixEpoch });
        return package.ToArray();
    }
}
