using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Fuzzing.Archives;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Fuzzing.Tests.Archives;

/// <summary>Packages that no packer would write, each with the words that refuse it; what packers can be made to write is in the tests of the hosting package.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const string Configuration = """{"actions":[{"name":"first","main":"true"}],"output_action":"first"}""";
    private static readonly PackageLimits Small = new() { TotalSize = 1 << 20, Entries = 100, RatioFreeSize = 10_000, Ratio = 50 };

    private readonly string _around = Directory.CreateTempSubdirectory("litepipeline-hostile-").FullName;

    public void Dispose() => Directory.Delete(_around, recursive: true);

    public static TheoryData<string, string> Refused => new()
    {
        { "tar: hard link to itself", "no file before" },
        { "tar: long name by pax, up", "outside" },
        { "tar: long name by GNU, absolute", "outside" },
        { "tar: link's target by pax, beyond what a system takes", "may take 4095" },
        { "tar: link out by GNU", "outside of the package" },
        { "tar: block device", "neither a file" },
        { "tar: entry of an unknown kind", "neither a file" },
        { "tar: length beyond all numbers", "not a whole tar.gz" },
        { "tar: length below nothing", "not a whole tar.gz" },
        { "tar: length that is none", "not a whole tar.gz" },
        { "tar: what extends an entry is larger than it may be", "not a whole tar.gz" },
        { "tar: a GiB about one entry", "promises 1073741824 bytes about one entry" },
        { "tar: a GiB about one entry, with a wrong checksum", "about one entry" },
        { "tar: wrong checksum of the content", "not a whole tar.gz" },
        { "tar: tables that lead out of themselves", "not a whole tar.gz" },
        { "tar: bomb by count", "more than 100 entries" },
        { "tar: bomb by ratio", "archive bomb" },
        { "tar: bomb by depth", "folders deep" },
        { "tar: not an archive", "not a whole tar.gz" },
        { "zip: absolute", "outside" },
        { "zip: up", "outside" },
        { "zip: up, by the other separator", "outside" },
        { "zip: drive", "outside" },
        { "zip: link out", "outside of the package" },
        { "zip: through a link", "not a folder" },
        { "zip: device", "neither a file" },
        { "zip: twice", "twice" },
        { "zip: huge name", "may take 255" },
        { "zip: name that is not UTF-8", "not UTF-8" },
        { "zip: wrong checksum", "does not fit its checksum" },
        { "zip: bomb by count", "more than 100 entries" },
        { "zip: bomb by ratio", "archive bomb" },
        { "zip: bomb by depth", "folders deep" },
        { "zip: claims more entries than it has room for", "for which it is too short" },
        { "zip: claims more entries than there are numbers", "for which it is too short" },
        { "zip: encrypted", "encrypted" },
        { "zip: packed in an unknown way", "not a whole zip" },
        { "zip: cut", "not a whole zip" },
        { "zip: not an archive", "not a whole zip" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_hostile_archive_is_refused_in_words_and_leaves_nothing(string kind, string reason)
    {
        var format = kind.StartsWith("tar", StringComparison.Ordinal) ? PackageFormat.TarGz : PackageFormat.Zip;
        var file = Make(kind);
        var inspected = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(new MemoryStream(file), format, Small));
        Assert.Contains(reason, inspected.Message, StringComparison.Ordinal);
        var inner = Directory.CreateDirectory(Path.Combine(_around, "inner")).FullName;
        await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.UnpackAsync(new MemoryStream(file), format, Path.Combine(inner, "package"), Small));
        Assert.Equal(inner, Assert.Single(Directory.GetFileSystemEntries(_around, "*", SearchOption.AllDirectories)));
    }

    [Theory]
    [InlineData(PackageFormat.TarGz)]
    [InlineData(PackageFormat.Zip)]
    public async Task Names_that_differ_only_in_case_stay_two_files_where_the_system_tells_them_apart(PackageFormat format)
    {
        var file = format == PackageFormat.TarGz ? Tar(Packed("app/a", "one"), Packed("app/A", "two")) : Zip(Zipped("app/a", "one"), Zipped("app/A", "two"));
        var top = await PackageArchive.UnpackAsync(new MemoryStream(file), format, Path.Combine(_around, "package"), Small);
        Assert.Equal(("one", "two"), (await File.ReadAllTextAsync(Path.Combine(top, "a")), await File.ReadAllTextAsync(Path.Combine(top, "A"))));
    }

    [Fact]
    public async Task Of_two_names_of_an_entry_the_one_in_the_list_counts()
    {
        var file = Zip(Zipped("app/a", "x") with { LocalName = "../outside"u8.ToArray() });
        var top = await PackageArchive.UnpackAsync(new MemoryStream(file), PackageFormat.Zip, Path.Combine(_around, "package"), Small);
        Assert.Equal(["a", "configuration.json"], Directory.GetFileSystemEntries(top).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFileSystemEntries(_around));
    }

    private static byte[] Make(string kind) => kind switch
    {
        "tar: hard link to itself" => Tar(TarBytes.Entry("app/a"u8, (byte)'1', "app/a"u8, default)),
        "tar: long name by pax, up" => Tar(TarBytes.Extension(("path", "app/" + new string('a', 120) + "/../../../outside")), Packed("app/a")),
        "tar: long name by GNU, absolute" => Tar(TarBytes.Long('L', Encoding.UTF8.GetBytes("/" + new string('a', 120))), Packed("app/a")),
        "tar: link's target by pax, beyond what a system takes" => Tar(TarBytes.Extension(("linkpath", string.Join('/', Enumerable.Repeat("target", 700)))), Link("app/a", "b")),
        "tar: link out by GNU" => Tar(TarBytes.Long('K', "../../outside"u8.ToArray()), Link("app/a", "b")),
        "tar: block device" => Tar(TarBytes.Entry("app/sda"u8, (byte)'4', default, default)),
        "tar: entry of an unknown kind" => Tar(TarBytes.Entry("app/socket"u8, (byte)'Z', default, default)),
        "tar: length beyond all numbers" => Tar(TarBytes.Extension(("size", "99999999999999999999")), Packed("app/a", "x")),
        "tar: length below nothing" => Tar(TarBytes.Extension(("size", "-1")), Packed("app/a", "x")),
        "tar: length that is none" => Tar(TarBytes.Entry("app/a"u8, (byte)'0', default, "x"u8, size: "-0000000001")),
        "tar: what extends an entry is larger than it may be" => Tar(TarBytes.Entry("x"u8, (byte)'x', default, "x"u8, size: "77777777777")),
        "tar: a GiB about one entry" => Tar(TarBytes.Entry("x"u8, (byte)'x', default, "x"u8, size: "10000000000")),
        "tar: a GiB about one entry, with a wrong checksum" => Tar(Changed(TarBytes.Entry("x"u8, (byte)'x', default, "x"u8, size: "10000000000"), 0)),
        "tar: wrong checksum of the content" => Tar(Packed("app/a", "x")) is var tar ? Changed(tar, tar.Length - 6) : [],
        "tar: tables that lead out of themselves" => Convert.FromHexString("1F8B0800000000000403B40983A1B98921"),
        "tar: bomb by count" => Tar([.. Enumerable.Range(0, 200).Select(number => Packed($"app/{number}"))]),
        "tar: bomb by ratio" => Tar(Packed("app/zeros", new string('\0', 900_000))),
        "tar: bomb by depth" => Tar(TarBytes.Long('L', Encoding.UTF8.GetBytes("app" + string.Concat(Enumerable.Repeat("/d", 200)))), Packed("app/a")),
        "zip: absolute" => Zip(Zipped("/etc/evil", "x")),
        "zip: up" => Zip(Zipped("app/../../evil", "x")),
        "zip: up, by the other separator" => Zip(Zipped(@"app\..\..\evil", "x")),
        "zip: drive" => Zip(Zipped("C:/evil", "x")),
        "zip: link out" => Zip(Zipped("app/a", "../../outside", 0xA1FF)),
        "zip: through a link" => Zip(Zipped("app/a", "sub", 0xA1FF), Zipped("app/a/evil", "x")),
        "zip: device" => Zip(Zipped("app/null", "", 0x21A4)),
        "zip: twice" => Zip(Zipped("app/a", "one"), Zipped("app/a", "two")),
        "zip: huge name" => Zip(Zipped("app/" + new string('n', 256), "x")),
        "zip: name that is not UTF-8" => Zip(new ZipBytes.Entry([.. "app/caf"u8, 0xE9], "x"u8.ToArray())),
        "zip: wrong checksum" => Zip(Zipped("app/a", "x") with { WrongBy = 1 }),
        "zip: bomb by count" => Zip([.. Enumerable.Range(0, 200).Select(number => Zipped($"app/{number}", ""))]),
        "zip: bomb by ratio" => Zip(Zipped("app/zeros", new string('\0', 900_000))),
        "zip: bomb by depth" => Zip(Zipped("app" + string.Concat(Enumerable.Repeat("/d", 200)), "x")),
        "zip: claims more entries than it has room for" => ZipBytes.Write([Zipped("app/a", "x")], 60_000),
        "zip: claims more entries than there are numbers" => ZipBytes.Write([Zipped("app/a", "x")], ulong.MaxValue),
        "zip: encrypted" => Zip(Zipped("app/a", "x") with { Flags = 0x801 }),
        "zip: packed in an unknown way" => Zip(Zipped("app/a", "x") with { Method = 97 }),
        "zip: cut" => Zip(Zipped("app/a", "x"))[..^30],
        _ => "neither the one nor the other"u8.ToArray(),
    };

    private static byte[] Packed(string name, string content = "") => TarBytes.Entry(Encoding.UTF8.GetBytes(name), (byte)'0', default, Encoding.UTF8.GetBytes(content));

    private static byte[] Link(string name, string target) => TarBytes.Entry(Encoding.UTF8.GetBytes(name), (byte)'2', Encoding.UTF8.GetBytes(target), default);

    private static byte[] Tar(params byte[][] entries) => TarBytes.GZip([Packed("app/configuration.json", Configuration), .. entries]);

    private static ZipBytes.Entry Zipped(string name, string content, int mode = 0x81A4) => new(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(content), mode);

    private static byte[] Zip(params ZipBytes.Entry[] entries) => ZipBytes.Write([Zipped("app/configuration.json", Configuration), .. entries]);

    private static byte[] Changed(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];
}
