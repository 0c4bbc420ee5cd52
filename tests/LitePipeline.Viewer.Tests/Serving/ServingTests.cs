using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Viewer.Tests.Serving;

public class ServingTests
{
    [Theory]
    [InlineData("/viewer", "viewer/", "../")]
    [InlineData("/viewer/", "./", "../")]
    [InlineData("/viewer/tasks", "./", "../")]
    [InlineData("/viewer/applications/1/compare", "../../", "../")]
    [InlineData("/viewer/actions/a%2Fb", "../", "../")]
    public async Task The_page_refers_to_what_lies_beside_it_however_deep_it_was_asked_for(string path, string to, string api)
    {
        await using var app = await StartAsync("/viewer");
        var page = await app.Http.GetStringAsync(new Uri(path, UriKind.Relative));
        Assert.Contains($"<base href=\"{to}\"", page, StringComparison.Ordinal);
        Assert.Contains($"name=\"litepipeline-api\" content=\"{api}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_root_the_api_is_beside_the_pages()
    {
        await using var app = await StartAsync("/");
        var page = await app.Http.GetStringAsync(new Uri("/tasks", UriKind.Relative));
        Assert.Contains("<base href=\"./\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"litepipeline-api\" content=\"\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_lets_in_no_script_but_ours_and_no_style_without_the_page_s_own_nonce()
    {
        await using var app = await StartAsync("/viewer");
        using var one = await app.Http.GetAsync(new Uri("/viewer/", UriKind.Relative));
        using var other = await app.Http.GetAsync(new Uri("/viewer/", UriKind.Relative));
        var policy = one.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var nonce = Regex.Match(policy, "'nonce-([^']+)'").Groups[1].Value;
        Assert.Contains($"nonce=\"{nonce}\"", await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, other.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(one.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_built_file_is_kept_for_good_known_by_its_tag_and_missing_rather_than_the_page()
    {
        await using var app = await StartAsync("/viewer");
        var script = Regex.Match(await app.Http.GetStringAsync(new Uri("/viewer/", UriKind.Relative)), "src=\"\\./(files/[^\"]+)\"").Groups[1].Value;
        using var file = await app.Http.GetAsync(new Uri($"/viewer/{script}", UriKind.Relative));
        Assert.Equal("text/javascript", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri($"/viewer/{script}", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        using var same = await app.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        using var gone = await app.Http.GetAsync(new Uri("/viewer/files/index-gone.js", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("deflate", null)]
    [InlineData(null, null)]
    public async Task A_built_file_comes_as_small_as_the_browser_takes_it_and_caches_keep_each_form_apart(string? accepted, string? coding)
    {
        await using var app = await StartAsync("/viewer");
        var script = Regex.Match(await app.Http.GetStringAsync(new Uri("/viewer/", UriKind.Relative)), "src=\"\\./(files/[^\"]+)\"").Groups[1].Value;
        var plain = await app.Http.GetByteArrayAsync(new Uri($"/viewer/{script}", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/viewer/{script}", UriKind.Relative));
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var file = await app.Http.SendAsync(request);
        Assert.Equal(coding, file.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", file.Headers.Vary.Single());
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(coding is null ? "\"" : $"-{coding}\"", file.Headers.ETag!.Tag, StringComparison.Ordinal);
        var sent = await file.Content.ReadAsByteArrayAsync();
        Assert.True(coding is null ? sent.Length == plain.Length : sent.Length < plain.Length / 2, $"{sent.Length} of {plain.Length} bytes were sent.");
        Assert.Equal(plain, await UnpackAsync(sent, coding));

        // Known in this form it is not sent again; in another one it is.
        using var again = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);
        again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        if (accepted is not null) again.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var same = await app.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    private static async Task<byte[]> UnpackAsync(byte[] content, string? coding)
    {
        using Stream packed = new MemoryStream(content);
        using var unpacked = new MemoryStream();
        await using (Stream stream = coding switch { "br" => new BrotliStream(packed, CompressionMode.Decompress), "gzip" => new GZipStream(packed, CompressionMode.Decompress), _ => packed })
            await stream.CopyToAsync(unpacked);
        return unpacked.ToArray();
    }

    [Fact]
    public async Task Another_origin_s_api_is_named_in_the_page_and_let_through_by_the_policy()
    {
        await using var app = await StartAsync("/viewer", options => options.ApiAddress = new Uri("https://manager.example/base/"));
        using var page = await app.Http.GetAsync(new Uri("/viewer/", UriKind.Relative));
        Assert.Contains("content=\"https://manager.example/base/\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' https://manager.example;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("/a//b")]
    [InlineData("/{id}")]
    public void A_prefix_that_is_no_plain_path_is_refused(string prefix)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        var app = builder.Build();
        Assert.Contains("such as /viewer", Assert.Throws<ArgumentException>(() => app.MapLitePipelineViewer(prefix)).Message, StringComparison.Ordinal);
    }

    private static async Task<PagesOnly> StartAsync(string prefix, Action<LitePipeline.AspNetCore.Viewer.LitePipelineViewerOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapLitePipelineViewer(prefix, configure);
        await app.StartAsync();
        return new PagesOnly(app);
    }

    private sealed class PagesOnly(WebApplication app) : IAsyncDisposable
    {
        public HttpClient Http { get; } = new() { BaseAddress = new Uri(app.Urls.First()) };

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await app.DisposeAsync();
        }
    }
}
