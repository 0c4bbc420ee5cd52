using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using LitePipeline.Core;

namespace LitePipeline.Fuzzing.Generation;

/// <summary>JSON as people and programs write it wrongly: right in its shape for the most part, with a value of another kind, a member twice or a name misspelled here and there.</summary>
internal static class JsonTexts
{
    private static readonly string[] Numbers =
    [
        "0", "1", "2", "-1", "0.5", "100", "1e3", "-0", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1e308", "1e309", "-1e999", "1e-400", "123456789012345678901234567890123456789",
    ];

    private static readonly string[] Words =
    [
        "first", "second", "third", "a", "b", "", " ", "success", "fail", "task_id", "workspace", "linux", "..", ".", "a/b", "/etc/passwd", "venvs/venv", "*.csv", "\\ud800", "\\udfff\\ud800", "\\u0000", "\\n", "é", "\\ud83d\\ude00", "$(touch x)", "`touch x`", "; touch x", "-rf", "'", "\\\"",
        "0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d", "00000000-0000-0000-0000-000000000000", "2026-02-30T25:61:61Z", "9999-12-31T23:59:59.9999999-14:00", "* * * * *", "1,2,3", "true", "-9", new string('x', 300), string.Concat(Enumerable.Repeat("\\ud800", 40)),
    ];

    public static Gen<string> Number { get; } = Gen.Frequency((4, Gen.OneOfConst(Numbers)), (1, Gen.Double.Select(value => double.IsFinite(value) ? JsonSerializer.Serialize(value) : "0")));

    public static Gen<string> Text { get; } = Gen.Frequency((5, Gen.OneOfConst(Words).Select(word => $"\"{word}\"")), (1, Gen.String[0, 20].Select(text => JsonSerializer.Serialize(text))));

    public static Gen<string> Flag { get; } = Gen.OneOfConst("true", "false");

    private static readonly Gen<string> Scalar = Gen.Frequency((3, Text), (3, Number), (1, Flag), (1, Gen.Const("null")));

    private static readonly Gen<string> Flat = Gen.OneOf(Scalar, Scalar.Array[0, 3].Select(Join), Gen.Select(Text, Scalar).Array[0, 3].Select(Joined));

    /// <summary>Any value; at times one that nests too deep.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (6, Scalar), (2, Flat), (2, Flat.Array[0, 3].Select(Join)), (2, Gen.Select(Text, Flat).Array[0, 3].Select(Joined)),
        (1, Gen.Int[1, 80].Select(depth => new string('[', depth) + new string(']', depth))),
        (1, Gen.Int[1, 80].Select(depth => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))));

    public static Gen<string> ArrayOf(Gen<string> item, int most = 4) => Mostly(item.Array[0, most].Select(Join));

    /// <summary>An object with some of these members, most of them right; those with a star at their name are seldom left out.</summary>
    public static Gen<string> ObjectOf(params (string Name, Gen<string> Value)[] members)
    {
        var names = members.Select(member => member.Name.TrimEnd('*')).ToArray();
        var given = members.Select((member, index) => Gen.Frequency(
            (member.Name.EndsWith('*') ? 120 : 40, member.Value.Select(value => $"\"{names[index]}\":{value}")),
            (member.Name.EndsWith('*') ? 1 : 80, Gen.Const("")),
            (1, Any.Select(value => $"\"{names[index]}\":{value}")),
            (1, member.Value.Select(value => $"\"{names[index]}s\":{value}")))).ToArray();
        var stray = Gen.Select(Text, Any, (name, value) => $"{name}:{value}");
        var again = names.Length == 0 ? Gen.Const("") : Gen.Select(Gen.OneOfConst(names), Any, (name, value) => $"\"{name}\":{value}");
        var extra = Gen.Frequency((40, Gen.Const("")), (3, stray), (1, again));
        return Gen.Select(Sequence(given), extra, Gen.Bool, (texts, one, first) => "{" + string.Join(',', (first ? texts.Prepend(one) : texts.Append(one)).Where(text => text.Length > 0)) + "}");
    }

    /// <summary>An object that reads as a type of ours: its members come from the serializer's own list.</summary>
    public static Gen<string> Of(JsonTypeInfo type, int depth = 4) => type.PolymorphismOptions is { } kinds
        ? Mostly(Gen.OneOf(kinds.DerivedTypes.Select(kind => ObjectOf([(kinds.TypeDiscriminatorPropertyName + "*", Gen.Const($"\"{kind.TypeDiscriminator}\"")), .. MembersOf(type.Options.GetTypeInfo(kind.DerivedType), depth)])).ToArray()))
        : Mostly(ValueOf(type, depth));

    public static Gen<byte[]> Bytes(this Gen<string> json) => json.Select(Encoding.UTF8.GetBytes);

    private static Gen<string> ValueOf(JsonTypeInfo type, int depth)
    {
        var actual = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (depth == 0 || actual == typeof(JsonData)) return Any;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => type.PolymorphismOptions is null ? ObjectOf([.. MembersOf(type, depth)]) : Of(type, depth - 1),
            JsonTypeInfoKind.Enumerable => ArrayOf(ValueOf(type.Options.GetTypeInfo(type.ElementType!), depth - 1)),
            JsonTypeInfoKind.Dictionary => Gen.Select(Text, ValueOf(type.Options.GetTypeInfo(type.ElementType!), depth - 1)).Array[0, 3].Select(Joined),
            _ when actual == typeof(bool) => Flag,
            _ when actual.IsPrimitive => Number,
            _ when actual.IsEnum => Gen.OneOfConst(Enum.GetNames(actual).Select(name => $"\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}\"").Concat(Enum.GetNames(actual).Select(name => $"\"{name}\"")).Append("0").Append("999").ToArray()),
            _ when actual == typeof(string) => Text,
            _ when actual.Name.EndsWith("Id", StringComparison.Ordinal) || actual == typeof(Guid) => Mostly(Gen.OneOf(Gen.Guid.Select(id => $"\"{id}\""), Gen.Const("\"0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d\""))),
            _ when actual == typeof(DateTimeOffset) => Mostly(Gen.Const("\"2026-01-02T03:04:05+00:00\"")),
            _ when actual == typeof(TimeSpan) => Mostly(Gen.Const("\"00:00:05\"")),
            _ => Gen.OneOf(Text, Gen.Guid.Select(id => $"\"{id}\""), Gen.Const("\"2026-01-02T03:04:05+00:00\""), Gen.Const("\"00:00:05\"")),
        };
    }

    private static IEnumerable<(string Name, Gen<string> Value)> MembersOf(JsonTypeInfo type, int depth) =>
        type.Properties.Where(property => property.Get is not null).Select(property => (property.Name + "*", ValueOf(type.Options.GetTypeInfo(property.PropertyType), depth - 1)));

    private static Gen<string> Mostly(Gen<string> right) => Gen.Frequency((80, right), (1, Any));

    private static Gen<string[]> Sequence(Gen<string>[] parts) => parts.Aggregate(Gen.Const<string[]>([]), (before, next) => Gen.Select(before, next, (texts, text) => (string[])[.. texts, text]));

    private static string Join(string[] items) => $"[{string.Join(',', items)}]";

    private static string Joined((string Name, string Value)[] members) => $"{{{string.Join(',', members.Select(member => $"{member.Name}:{member.Value}"))}}}";
}
