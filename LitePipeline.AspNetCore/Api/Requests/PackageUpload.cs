using LitePipeline.Core;
using LitePipeline.Core.Packages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>A multipart upload that has arrived whole: its text fields, and its file in the spool folder.</summary>
/// <remarks>The manager sees the file only once all of it is here, so an upload that breaks off, or whose name comes last, costs nothing but a temporary file.</remarks>
internal sealed class PackageUpload : IAsyncDisposable
{
    private const int MaxFields = 32;
    private const int MaxFieldLength = 64 << 10;
    private const long FormOverhead = 1 << 20;
    private const string FileField = "file";

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private FileStream? _file;

    private PackageUpload() { }

    /// <summary>The package; null where an update keeps the one that is current.</summary>
    public Stream? Content => _file;

    public PackageFormat Format { get; private set; }

    /// <summary>Reads a form that must hold a package.</summary>
    public static Task<PackageUpload> ReadAsync(HttpRequest request, LitePipelineApiOptions options, CancellationToken cancellationToken) =>
        ReadAsync(request, options, fileNeeded: true, cancellationToken);

    /// <summary>Reads a form that may do without a package.</summary>
    public static Task<PackageUpload> ReadChangeAsync(HttpRequest request, LitePipelineApiOptions options, CancellationToken cancellationToken) =>
        ReadAsync(request, options, fileNeeded: false, cancellationToken);

    /// <summary>A field's text, which must be there and not be empty.</summary>
    public string Required(string field, string what) => Parameter.Required(Field(field), field, what);

    /// <summary>A field's text; null where it is not in the form.</summary>
    public string? Field(string field) => _fields.GetValueOrDefault(field);

    private static async Task<PackageUpload> ReadAsync(HttpRequest request, LitePipelineApiOptions options, bool fileNeeded, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxPackageSize > long.MaxValue - FormOverhead ? null : options.MaxPackageSize + FormOverhead;
        var upload = new PackageUpload();
        try
        {
            await upload.ReadPartsAsync(new MultipartReader(Boundary(request), new LimitedStream(request.Body, long.MaxValue, () => TooLarge(options.MaxPackageSize))), options, cancellationToken);
            if (fileNeeded && upload._file is null) throw Parameter.Refuse(FileField, $"{FileField} is missing; send the package as a part with a file name.");
            return upload;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException { InnerException: null } and not BadHttpRequestException)
        {
            await upload.DisposeAsync();
            throw Parameter.Refuse(null, $"The body is not complete multipart form data: {exception.Message}");
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
    }

    private static string Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary
            ? boundary.Value!
            : throw Parameter.Refuse(null, "The body is not multipart form data; send name, description and the package's file as multipart/form-data.");

    private async Task ReadPartsAsync(MultipartReader reader, LitePipelineApiOptions options, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) continue;
            if (disposition.IsFileDisposition()) await ReadFileAsync(part, disposition, options, cancellationToken);
            else if (disposition.IsFormDisposition()) await ReadFieldAsync(part, disposition, cancellationToken);
        }
    }

    private async Task ReadFieldAsync(MultipartSection part, ContentDispositionHeaderValue disposition, CancellationToken cancellationToken)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        if (_fields.Count == MaxFields) throw Parameter.Refuse(name, $"The form has more than {MaxFields} fields; send name, description and the file.");
        part.Body = new LimitedStream(part.Body, MaxFieldLength, () => Parameter.Refuse(name, $"{name} is longer than {MaxFieldLength} bytes; shorten it."));
        if (!_fields.TryAdd(name, await part.ReadAsStringAsync(cancellationToken))) throw Parameter.Refuse(name, $"{name} is given twice; give it once.");
    }

    private async Task ReadFileAsync(MultipartSection part, ContentDispositionHeaderValue disposition, LitePipelineApiOptions options, CancellationToken cancellationToken)
    {
        if (_file is not null) throw Parameter.Refuse(FileField, "The form holds two files; send one package.");
        Format = FormatOf(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value);
        // The client's file name is never used as a path.
        _file = new FileStream(Path.Combine(options.SpoolFolder, $"litepipeline-{Guid.NewGuid():N}.upload"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        var body = new LimitedStream(part.Body, options.MaxPackageSize, () => TooLarge(options.MaxPackageSize));
        await body.CopyToAsync(_file, cancellationToken);
        if (_file.Length == 0) throw Parameter.Refuse(FileField, "The file is empty; send a package.");
        _file.Position = 0;
    }

    private static PackageFormat FormatOf(string? fileName)
    {
        if (fileName is not null)
        {
            if (fileName.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) return PackageFormat.TarGz;
            if (fileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return PackageFormat.Zip;
        }
        throw new RequestRefusedException(new Refusal(ErrorCode.AppWrongFormat,
            "The file's name does not tell its format; give a package whose name ends in .tar.gz or .zip.", FileField)) { Field = FileField };
    }

    private static RequestTooLargeException TooLarge(long limit) => new($"The file is longer than {limit} bytes, the largest package taken here.", FileField);
}
