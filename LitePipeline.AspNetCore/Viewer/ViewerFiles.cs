using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace LitePipeline.AspNetCore.Viewer;

/// <summary>The viewer's built pages, as they lie in this assembly.</summary>
internal static class ViewerFiles
{
    private const string Folder = "viewer/";
    private const string PageName = "index.html";

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private static readonly Lazy<FrozenDictionary<string, ViewerFile>> Files = new(() => typeof(ViewerFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], Read, StringComparer.Ordinal));

    /// <summary>The one page, with places for what is known only when it is asked for; null in a build without the pages.</summary>
    public static string? Page { get; } = ReadPage();

    /// <summary>A file other than the page; null where there is none of that name.</summary>
    public static ViewerFile? Find(string path) => path == PageName ? null : Files.Value.GetValueOrDefault(path);

    private static ViewerFile Read(string resource) =>
        new(resource, ContentTypes.TryGetContentType(resource, out var type) ? type : "application/octet-stream");

    private static string? ReadPage()
    {
        if (typeof(ViewerFiles).Assembly.GetManifestResourceStream(Folder + PageName) is not { } stream) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
