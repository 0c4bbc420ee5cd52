using System.Text;
using CsCheck;
using LitePipeline.Fuzzing.Generation;

namespace LitePipeline.Fuzzing.Archives;

/// <summary>Packages of a few entries, of all kinds that archives have, with names and targets as attackers choose them; spoiled before they are packed, after it, or not at all.</summary>
internal static class ArchiveCases
{
    private const string Configuration = """{"actions":[{"name":"first","main":"true"}],"output_action":"first"}""";

    private static readonly string[] Steps = ["a", "b", "sub", "..", ".", "", "bin", "python3", "A", "pyvenv.cfg", "configuration.json", "é", "e\u0301", "con", "-rf", "$(touch x)", "a\nb", "x\0y", "C:", "\\", new string('n', 260)];

    private static readonly byte[][] Strange = [[0x61, 0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], "/etc/passwd"u8.ToArray(), "../../../outside"u8.ToArray(), "app/../../outside"u8.ToArray(), "..\\..\\outside"u8.ToArray(), []];

    private static readonly Gen<byte[]> Inside = Gen.OneOfConst(Steps).Array[1, 3].Select(steps => Encoding.UTF8.GetBytes("app/" + string.Join('/', steps)));

    private static readonly Gen<byte[]> Harmless = Gen.OneOfConst("app/a", "app/b", "app/sub/a", "app/sub/b", "app/sub", "app/bin/python3", "app/pyvenv.cfg", "app/é", "app/-rf", "app/A").Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<byte[]> Name = Gen.Frequency((12, Harmless), (4, Inside), (1, Gen.OneOfConst(Strange)));

    private static readonly Gen<byte[]> Target = Gen.Frequency(
        (8, Gen.OneOfConst("a", "../a", "sub/b", "../../outside", "/etc/passwd", "/usr/bin/python3", "..", ".", "a/../../..", "", "app/a", "app/sub/a").Select(Encoding.UTF8.GetBytes)), (1, Name));

    private static readonly Gen<byte[]> Content = Gen.Frequency(
        (6, Gen.Byte.Array[0, 40]), (2, Gen.Const(Encoding.UTF8.GetBytes(Configuration))), (1, Gen.Int[0, 3000].Select(length => new byte[length])), (1, Gen.Const(new byte[70_000])));

    private static readonly byte[] Start = TarBytes.Entry("app/configuration.json"u8, (byte)'0', default, Encoding.UTF8.GetBytes(Configuration));

    private static readonly Gen<byte[]> TarEntry = Gen.Select(
        Name, Gen.Frequency((12, Gen.OneOfConst('0', '0', '5', '2', '1')), (1, Gen.OneOfConst('\0', '3', '4', '6', '7', 'x', 'g', 'L', 'K', 'S', 'V', 'M', 'N', '8', 'Z'))), Target, Content,
        Gen.Frequency((20, Gen.OneOfConst<string?>([null])), (1, Gen.OneOfConst<string?>("77777777777", "10000000000", "00007777777", "-0000000001", "\u0080\0\0\0\0\0\0\0\u007f\u00ff\u00ff\u00ff", "00000017777777", "           "))), Gen.Int[0, 0xFFF],
        (name, type, target, content, size, mode) => TarBytes.Entry(name, (byte)type, target, type is '0' or '\0' or '7' or 'x' or 'g' or 'L' or 'K' ? content : [], size, mode));

    private static readonly Gen<byte[]> Extension = Gen.Frequency(
        (3, Gen.Select(Gen.OneOfConst("path", "linkpath", "size", "mtime", "GNU.sparse.major", "GNU.sparse.realsize", "SCHILY.xattr"), Gen.OneOfConst("app/long", "../outside", "/etc/passwd", "99999999999999999999", "-1", "1e999", "", "app/" + new string('p', 3000), "a"), (key, value) => TarBytes.Extension((key, value)))),
        (1, Gen.Select(Gen.OneOfConst('L', 'K'), Gen.OneOf(Name, Gen.Const(Encoding.UTF8.GetBytes("app/" + new string('g', 5000)))), TarBytes.Long)));

    private static readonly Gen<byte[][]> TarEntries = Gen.Frequency((8, TarEntry), (1, Extension)).Array[0, 6].Select(entries => (byte[][])[Start, .. entries]);

    private static readonly Gen<byte[]> Tar = Gen.Frequency(
        (8, TarEntries.Select(TarBytes.GZip)),
        (3, TarEntries.Select(entries => entries.SelectMany(entry => entry).ToArray()).Spoiled().Select(TarBytes.GZip)),
        (3, TarEntries.Select(TarBytes.GZip).Spoiled()));

    private static readonly Gen<ZipBytes.Entry> ZipEntry = Gen.Select(
        Name, Gen.Frequency((6, Content), (2, Target)), Gen.Frequency((8, Gen.OneOfConst(0x81A4, 0x81ED, 0xA1FF, 0x41ED, 0)), (1, Gen.Int[0, 0xFFFF])), Gen.Frequency((9, Gen.OneOfConst<ushort>(0, 8)), (1, Gen.OneOfConst<ushort>(1, 9, 12, 14, 99))),
        Gen.Frequency((9, Gen.Const<ushort>(0x800)), (1, Gen.OneOfConst<ushort>(0, 1, 8, 0x41, 0xFFFF))), Gen.Frequency((12, Gen.Const(0u)), (1, Gen.Const(1u))), Gen.Frequency((12, Gen.OneOfConst<uint?>([null])), (1, Gen.OneOfConst<uint?>(0, 1, 0x7FFFFFFF, 0xFFFFFFFF))), Gen.Frequency((12, Gen.OneOfConst<byte[]?>([null])), (1, Name.Select(name => (byte[]?)name))),
        (name, content, mode, method, flags, wrong, size, local) => new ZipBytes.Entry(name, content, mode) { Method = method, Flags = flags, WrongBy = wrong, Size = size, LocalName = local });

    private static readonly Gen<byte[]> Zip = Gen.Select(
        ZipEntry.Array[0, 6], Gen.Frequency((15, Gen.OneOfConst<ulong?>([null])), (1, Gen.OneOfConst<ulong?>(0, 1, 60, 65534, 65535, 70_000, int.MaxValue, 1UL << 40, ulong.MaxValue))),
        (entries, count) => ZipBytes.Write([new ZipBytes.Entry("app/configuration.json"u8.ToArray(), Encoding.UTF8.GetBytes(Configuration)), .. entries], count));

    /// <summary>The first byte says which format the caller names: 0 for tar.gz, 1 for zip.</summary>
    public static Gen<byte[]> All { get; } = Gen.Frequency(
        (10, Tar.Select(file => (byte[])[0, .. file])), (6, Zip.Select(file => (byte[])[1, .. file])), (4, Zip.Spoiled().Select(file => (byte[])[1, .. file])),
        (1, Tar.Select(file => (byte[])[1, .. file])), (1, Zip.Select(file => (byte[])[0, .. file])), (1, Edits.Nothing));
}
