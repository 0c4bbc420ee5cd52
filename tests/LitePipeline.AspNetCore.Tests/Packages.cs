using System.Formats.Tar;
using System.IO.Compression;
using LitePipeline.Core.Definitions;

namespace LitePipeline.AspNetCore.Tests;

/// <summary>Packages to upload; the same arguments give the same bytes.</summary>
internal static class Packages
{
    /// <summary>An application of one action that prints a word.</summary>
    public static ApplicationDefinition Echo(string word = "hello") => new()
    {
        Actions = [new ActionDefinition { Name = "echo", Main = $"echo {word}" }],
        OutputAction = "echo",
    };

    public static Task<byte[]> AppAsync(string word = "hello") => ApiHost.PackAsync(Echo(word));

    /// <summary>A venv whose activation does nothing but to say a word.</summary>
    public static byte[] Venv(string word = "venv")
    {
        using var package = new MemoryStream();
        using (var gzip = new GZipStream(package, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "venv/bin/activate") { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"# {word}\n")), ModificationTime = DateTimeOffset.UnixEpoch });
        return package.ToArray();
    }

    public static MultipartFormDataContent Form(byte[]? package, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        if (package is not null) form.Add(new ByteArrayContent(package), "up_file", "package.tar.gz");
        return form;
    }
}
