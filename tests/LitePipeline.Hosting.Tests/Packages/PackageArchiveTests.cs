using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.Zip;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;
using LitePipeline.Hosting.Tests.Node;

namespace LitePipeline.Hosting.Tests.Packages;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PackageArchiveTests
{
    private const string Configuration = """{"actions":[{"name":"first","main":"true"}],"output_action":"first"}""";

    private static PaxTarEntry File(string name, string content = "", UnixFileMode mode = (UnixFileMode)0b110_100_100) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)), Mode = mode };

    private static PaxTarEntry Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink) => new(type, name) { LinkName = target };

    private static MemoryStream Tar(params TarEntry[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Pax))
            foreach (var entry in entries) tar.WriteEntry(entry);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Zip(params (string Name, string Content, int Mode)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipOutputStream(stream) { IsStreamOwner = false })
        {
            foreach (var (name, content, mode) in entries)
            {
                zip.PutNextEntry(new ZipEntry(name) { HostSystem = 3, ExternalFileAttributes = mode << 16 });
                if (!name.EndsWith('/')) zip.Write(Encoding.UTF8.GetBytes(content));
                zip.CloseEntry();
            }
        }
        stream.Position = 0;
        return stream;
    }

    public static TheoryData<string, string> EvilTars => new()
    {
        { "absolute", "outside" }, { "up", "outside" }, { "up inside", "outside" }, { "windows", "outside" },
        { "link absolute", "--copies" }, { "python without pyvenv.cfg", "--copies" }, { "python outside of bin", "--copies" }, { "python is another program", "--copies" },
        { "python of another venv", "--copies" }, { "another name for python", "--copies" }, { "python with steps up", "--copies" }, { "link up", "--copies" }, { "link through a link", "--copies" },
        { "write through a link", "not a folder" }, { "replace a link", "twice" }, { "hard link outside", "outside" },
        { "hard link to nothing", "no file before" }, { "hard link to a link", "no file before" }, { "pipe", "neither" }, { "device", "neither" },
        { "two top folders", "more than one top folder" }, { "file beside", "beside" }, { "empty", "empty" }, { "file is folder", "not a folder" },
        { "backslash", "holds '\\'" }, { "long name", "takes 256 bytes, may take 255" }, { "long path", "may take 2048" }, { "deep", "may lie 128 deep" },
        { "not UTF-8", "is not UTF-8" },
    };

    private static MemoryStream Evil(string kind) => kind switch
    {
        "absolute" => Tar(File("/etc/evil")),
        "up" => Tar(File("../evil")),
        "up inside" => Tar(File("app/a/../../../evil")),
        "windows" => Tar(File("C:\\evil")),
        "link absolute" => Tar(Link("app/passwd", "/etc/passwd")),
        "python without pyvenv.cfg" => Tar(Link("app/venv/bin/python3", "/usr/bin/python3"), File("app/configuration.json", Configuration)),
        "python outside of bin" => Tar(File("app/pyvenv.cfg"), Link("app/lib/python3", "/usr/bin/python3")),
        "python is another program" => Tar(File("app/pyvenv.cfg"), Link("app/bin/python3", "/bin/bash")),
        "python of another venv" => Tar(File("app/a/pyvenv.cfg"), Link("app/b/bin/python3", "/usr/bin/python3")),
        "another name for python" => Tar(File("app/pyvenv.cfg"), Link("app/bin/activate", "/usr/bin/python3")),
        "python with steps up" => Tar(File("app/pyvenv.cfg"), Link("app/bin/python3", "/usr/../etc/python3")),
        "link up" => Tar(Link("app/a/out", "../../evil")),
        "link through a link" => Tar(Link("app/d/here", "."), Link("app/d/out", "here/../../../evil")),
        "write through a link" => Tar(Link("app/link", "sub"), File("app/link/evil")),
        "replace a link" => Tar(Link("app/link", "sub"), File("app/link")),
        "hard link outside" => Tar(Link("app/link", "../../etc/passwd", TarEntryType.HardLink)),
        "hard link to nothing" => Tar(Link("app/link", "app/none", TarEntryType.HardLink)),
        "hard link to a link" => Tar(Link("app/soft", "none"), Link("app/link", "app/soft", TarEntryType.HardLink)),
        "pipe" => Tar(new PaxTarEntry(TarEntryType.Fifo, "app/pipe")),
        "device" => Tar(new PaxTarEntry(TarEntryType.CharacterDevice, "app/null") { DeviceMajor = 1, DeviceMinor = 3 }),
        "two top folders" => Tar(File("app/a"), File("other/b")),
        "file beside" => Tar(File("configuration.json", Configuration)),
        "empty" => Tar(new PaxTarEntry(TarEntryType.Directory, "./")),
        "file is folder" => Tar(File("app/a"), File("app/a/b")),
        "backslash" => Tar(File("app/..\\..\\evil")),
        "long name" => Tar(File("app/" + new string('x', 256))),
        "long path" => Tar(File("app/" + string.Join('/', Enumerable.Repeat(new string('x', 200), 12)))),
        "deep" => Tar(File("app" + string.Concat(Enumerable.Repeat("/x", 200)))),
        "not UTF-8" => NotUtf8(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // What a tar of another encoding holds: the name's bytes are written by hand, as no writer of ours would, and the checksum with them.
    private static MemoryStream NotUtf8()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true)) writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "app/caf_"));
        var header = tar.GetBuffer().AsSpan(0, 512);
        header[7] = 0xE9;
        header[148..156].Fill((byte)' ');
        var sum = 0;
        foreach (var value in header) sum += value;
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
        var package = new MemoryStream();
        using (var zip = new GZipStream(package, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(tar.GetBuffer().AsSpan(0, (int)tar.Length));
        package.Position = 0;
        return package;
    }

    [Theory]
    [MemberData(nameof(EvilTars))]
    public async Task An_evil_package_is_refused_with_the_reason_and_leaves_no_trace(string kind, string reason)
    {
        using var folder = new TemporaryFolder();
        var inspected = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(Evil(kind), PackageFormat.TarGz));
        Assert.Contains(reason, inspected.Message, StringComparison.Ordinal);
        var unpacked = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.UnpackAsync(Evil(kind), PackageFormat.TarGz, folder["app"]));
        Assert.Equal(inspected.Message, unpacked.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("../evil", 0x81A4, "", "outside")]
    [InlineData("app\\..\\..\\evil", 0x81A4, "", "outside")]
    [InlineData("app/link", 0xA1FF, "/etc", "--copies")]
    [InlineData("app/pipe", 0x11A4, "", "neither")]
    public async Task An_evil_zip_is_refused(string name, int mode, string content, string reason)
    {
        var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(Zip((name, content, mode)), PackageFormat.Zip));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PackageFormat.TarGz)]
    [InlineData(PackageFormat.Zip)]
    public async Task What_is_no_archive_is_refused(PackageFormat format)
    {
        foreach (var bytes in new[] { [], "no archive"u8.ToArray(), new byte[100_000] })
        {
            var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(new MemoryStream(bytes), format));
            Assert.Matches("not a whole|is empty", failure.Message);
        }
    }

    [Fact]
    public async Task A_package_cut_anywhere_is_refused()
    {
        var whole = Tar(File("app/configuration.json", Configuration), File("app/data", new string('x', 3000))).ToArray();
        for (var length = 0; length < whole.Length; length++)
            await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(new MemoryStream(whole, 0, length), PackageFormat.TarGz));
    }

    [Theory]
    [InlineData(CompressionMethod.Stored)]
    [InlineData(CompressionMethod.Deflated)]
    public async Task A_zip_whose_content_changed_on_its_way_is_refused(CompressionMethod method)
    {
        var package = new MemoryStream();
        using (var zip = new ZipOutputStream(package) { IsStreamOwner = false })
        {
            zip.PutNextEntry(new ZipEntry("app/configuration.json") { CompressionMethod = method });
            zip.Write(Encoding.UTF8.GetBytes(Configuration));
            zip.CloseEntry();
        }
        var bytes = package.ToArray();
        var changed = 30 + "app/configuration.json".Length + 20;
        bytes[changed] ^= 1;
        var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(new MemoryStream(bytes), PackageFormat.Zip));
        Assert.Contains("not a whole zip", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_hold_for_size_entries_and_ratio()
    {
        var zeros = () => Tar(File("app/configuration.json", Configuration), File("app/zeros", new string('0', 1_000_000)));
        await PackageArchive.InspectAsync(zeros(), PackageFormat.TarGz);
        foreach (var (limits, word) in new[]
        {
            (new PackageLimits { TotalSize = 500_000 }, "more than 500000 bytes"),
            (new PackageLimits { Entries = 1 }, "more than 1 entries"),
            (new PackageLimits { RatioFreeSize = 1000, Ratio = 50 }, "archive bomb"),
        })
        {
            var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(zeros(), PackageFormat.TarGz, limits));
            Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_package_without_configuration_is_refused()
    {
        var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectAsync(Tar(File("app/sub/configuration.json")), PackageFormat.TarGz));
        Assert.Contains("app/configuration.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("venv/")]
    [InlineData("app/venvs/venv/")]
    public async Task A_venvs_python_may_lie_outside_and_comes_back_as_the_link_that_it_was(string venv)
    {
        using var folder = new TemporaryFolder();
        // As tar lists a folder: bin comes before pyvenv.cfg.
        var package = () => Tar(
            Link($"{venv}bin/python3", "/usr/bin/python3"), Link($"{venv}bin/python3.11", "python3"), File($"{venv}bin/activate"), Link($"{venv}lib64", "lib"),
            File($"{venv}lib/x.py"), File($"{venv}pyvenv.cfg", "version = 3.11\n"), File($"{venv.Split('/')[0]}/configuration.json", Configuration));
        await PackageArchive.InspectAsync(package(), PackageFormat.TarGz);
        await PackageArchive.UnpackAsync(package(), PackageFormat.TarGz, folder["package"]);
        Assert.Equal("/usr/bin/python3", new FileInfo(folder[$"package/{venv}bin/python3"]).LinkTarget);
        Assert.Equal("lib", new FileInfo(folder[$"package/{venv}lib64"]).LinkTarget);
    }

    [Fact]
    public async Task A_venv_is_one_folder_with_its_activation()
    {
        Assert.Equal("my-venv", await PackageArchive.InspectVenvAsync(Tar(File("./my-venv/bin/activate"), File("./my-venv/pyvenv.cfg")), PackageFormat.TarGz));
        Assert.Equal("v", await PackageArchive.InspectVenvAsync(Zip(("v/bin/activate", "", 0x81A4)), PackageFormat.Zip));
        foreach (var (package, reason) in new[]
        {
            (Tar(File("venv/pyvenv.cfg")), "'venv/bin/activate'"),
            (Tar(Link("venv/bin/activate", "other"), File("venv/bin/other")), "'venv/bin/activate'"),
            (Tar(File("bin/activate"), File("pyvenv.cfg")), "beside"),
            (Tar(File("venv/bin/activate"), File("other/x")), "more than one top folder"),
            (new MemoryStream("no archive"u8.ToArray()), "not a whole"),
        })
        {
            var failure = await Assert.ThrowsAsync<PackageInvalidException>(() => PackageArchive.InspectVenvAsync(package, PackageFormat.TarGz));
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_keep_their_times_so_that_what_python_has_compiled_stays_valid()
    {
        using var folder = new TemporaryFolder();
        var time = new DateTimeOffset(2020, 5, 17, 11, 12, 13, TimeSpan.Zero);
        var (dated, ancient) = (File("app/a.py"), File("app/b.py"));
        (dated.ModificationTime, ancient.ModificationTime) = (time, DateTimeOffset.MaxValue.AddYears(-1));
        var top = await PackageArchive.UnpackAsync(Tar(dated, ancient), PackageFormat.TarGz, folder["package"]);
        Assert.Equal(time.UtcDateTime, System.IO.File.GetLastWriteTimeUtc(Path.Combine(top, "a.py")));
        Assert.True(System.IO.File.Exists(Path.Combine(top, "b.py")));
    }

    [Fact]
    public async Task Names_may_begin_with_a_dot_links_inside_are_made_and_modes_are_kept_without_setuid()
    {
        using var folder = new TemporaryFolder();
        var package = Tar(
            new PaxTarEntry(TarEntryType.Directory, "./"), new PaxTarEntry(TarEntryType.Directory, "./app/"),
            File("./app/configuration.json", Configuration),
            File("./app/bin/run", "#!/bin/sh\n", (UnixFileMode)0b101_111_101_101),
            Link("./app/lib64", "bin"), Link("./app/bin/up", "../configuration.json"),
            Link("./app/copy", "./app/bin/run", TarEntryType.HardLink));
        var top = await PackageArchive.UnpackAsync(package, PackageFormat.TarGz, folder["package"]);
        Assert.Equal(folder["package/app"], top);
        Assert.Equal((UnixFileMode)0b111_101_101, System.IO.File.GetUnixFileMode(Path.Combine(top, "bin/run")));
        Assert.Equal(Configuration, System.IO.File.ReadAllText(Path.Combine(top, "bin/up")));
        Assert.Equal("#!/bin/sh\n", System.IO.File.ReadAllText(Path.Combine(top, "lib64/run")));
        Assert.Equal("#!/bin/sh\n", System.IO.File.ReadAllText(Path.Combine(top, "copy")));
    }

    [Fact]
    public async Task A_zip_is_inspected_and_unpacked_with_modes()
    {
        using var folder = new TemporaryFolder();
        (string, string, int)[] entries = [("app/", "", 0x41ED), ("app/configuration.json", Configuration, 0x81A4), ("app/run", "x", 0x81ED), ("app/link", "run", 0xA1FF)];
        var inspection = await PackageArchive.InspectAsync(Zip(entries), PackageFormat.Zip);
        Assert.Equal("app", inspection.TopFolder);
        Assert.Equal(Configuration, Encoding.UTF8.GetString(inspection.Configuration.Span));
        var top = await PackageArchive.UnpackAsync(Zip(entries), PackageFormat.Zip, folder["package"]);
        Assert.True(System.IO.File.GetUnixFileMode(Path.Combine(top, "run")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("run", new FileInfo(Path.Combine(top, "link")).LinkTarget);
    }

    [Fact]
    public async Task A_packed_folder_is_the_same_bytes_each_time_and_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var app = Directory.CreateDirectory(folder["app"]).FullName;
        Directory.CreateDirectory(Path.Combine(app, "empty"));
        System.IO.File.WriteAllText(Path.Combine(app, "configuration.json"), Configuration);
        System.IO.File.WriteAllText(Path.Combine(app, new string('n', 150)), "long");
        System.IO.File.CreateSymbolicLink(Path.Combine(app, "link"), "configuration.json");
        var first = new MemoryStream();
        await PackageBuilder.PackFolderAsync(app, first);
        System.IO.File.SetLastWriteTimeUtc(Path.Combine(app, "configuration.json"), DateTime.UnixEpoch);
        var second = new MemoryStream();
        await PackageBuilder.PackFolderAsync(app + "/", second);
        Assert.Equal(first.ToArray(), second.ToArray());
        first.Position = 0;
        var top = await PackageArchive.UnpackAsync(first, PackageFormat.TarGz, folder["package"]);
        Assert.Equal(["configuration.json", "empty", "link", new string('n', 150)], Directory.EnumerateFileSystemEntries(top).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("configuration.json", new FileInfo(Path.Combine(top, "link")).LinkTarget);
    }

    [Fact]
    public async Task A_package_tells_nothing_of_the_process_or_the_moment_that_packed_it()
    {
        using var folder = new TemporaryFolder();
        var app = Directory.CreateDirectory(folder["app"]).FullName;
        System.IO.File.WriteAllText(Path.Combine(app, new string('n', 150)), "long");
        System.IO.File.WriteAllText(Path.Combine(app, "größe.txt"), "more than ASCII");
        var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(app, package);
        package.Position = 0;
        using var unzipped = new GZipStream(package, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            var plain = Assert.IsType<GnuTarEntry>(entry);
            Assert.Equal((DateTimeOffset.UnixEpoch, 0, 0), (plain.ModificationTime, plain.Uid, plain.Gid));
            Assert.True(plain.AccessTime <= DateTimeOffset.UnixEpoch && plain.ChangeTime <= DateTimeOffset.UnixEpoch);
            names.Add(entry.Name);
        }
        Assert.Equal(["app/", "app/größe.txt", "app/" + new string('n', 150)], names.Order(StringComparer.Ordinal).OrderBy(name => name.Length));
    }

    [Fact]
    public async Task A_definition_is_packed_so_that_it_reads_back_the_same()
    {
        var application = new ApplicationDefinition
        {
            Actions =
            [
                new ActionDefinition { Name = "first", Handler = "load", TargetEnv = new TargetEnvironment { Platform = "linux" } },
                new ActionDefinition { Name = "second", Main = "python3 x.py", Condition = ["first"], Env = "venvs/v" },
            ],
            OutputAction = "second",
            InputSchema = JsonData.Parse("""{"type": "object"}"""),
            OnFail = new ActionDefinition { Name = ApplicationDefinition.FailEvent, Handler = "tell" },
        };
        var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(application, "app", package);
        package.Position = 0;
        var read = DefinitionReader.ReadApplication((await PackageArchive.InspectAsync(package, PackageFormat.TarGz)).Configuration);
        Assert.Equal(["first", "second"], read.Actions.Select(action => action.Name));
        Assert.Equal("load", read.Actions[0].Handler);
        Assert.Equal("linux", read.Actions[0].TargetEnv.Platform);
        Assert.Equal("first", Assert.Single(read.Actions[1].Condition));
        Assert.Equal(("python3 x.py", "venvs/v"), (read.Actions[1].Main, read.Actions[1].Env));
        Assert.Equal("tell", read.OnFail!.Handler);
        Assert.Equal(application.InputSchema, read.InputSchema);
        Assert.Null(read.OnSuccess);
    }
}
