using System.Text;
using System.Text.Json;
using CsCheck;
using LitePipeline.Core;
using LitePipeline.Core.Secrets;
using LitePipeline.Hosting.Secrets;

namespace LitePipeline.Hosting.Tests.Secrets;

public class SecretMaskTests
{
    private static SecretMask Of(params string[] values) => SecretMask.Of([.. values.Select((value, number) => new ActionSecret($"KEY_{number}", value))]);

    private static string Through(SecretMask mask, params string[] pieces) => Through(mask, pieces.Select(Encoding.UTF8.GetBytes));

    private static string Through(SecretMask mask, IEnumerable<byte[]> pieces)
    {
        using var written = new MemoryStream();
        var output = new MaskedOutput(mask, written);
        foreach (var piece in pieces) output.Write(piece);
        output.Complete();
        return Encoding.UTF8.GetString(written.ToArray());
    }

    [Theory]
    [InlineData("key=hunter22.", "key=***.")]
    [InlineData("hunter22hunter22", "***")]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunthunter22", "hunt***")]
    [InlineData("", "")]
    [InlineData("größe hunter22 größe", "größe *** größe")]
    public void A_value_is_masked_wherever_it_stands(string text, string masked)
    {
        Assert.Equal(masked, Of("hunter22").Apply(text));
        Assert.Equal(masked, Through(Of("hunter22"), text));
    }

    [Fact]
    public void A_value_that_comes_in_pieces_is_masked_too()
    {
        Assert.Equal("a *** b", Through(Of("hunter22"), "a hun", "ter", "22 b"));
        Assert.Equal("a hunter3", Through(Of("hunter22"), "a hunter", "3"));
        Assert.Equal("***", Through(Of("größer"), [[.. Encoding.UTF8.GetBytes("größer")[..3]], [.. Encoding.UTF8.GetBytes("größer")[3..]]]));
    }

    [Fact]
    public void What_cannot_be_the_beginning_of_a_value_is_not_kept_back()
    {
        using var written = new MemoryStream();
        var output = new MaskedOutput(Of("hunter22"), written);
        output.Write("a line\nand the hun"u8);
        Assert.Equal("a line\nand the ", Encoding.UTF8.GetString(written.ToArray()));
        output.Write("gry"u8);
        Assert.Equal("a line\nand the hungry", Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public void Of_values_that_overlap_or_hold_each_other_nothing_shows()
    {
        Assert.Equal("<***>", Through(Of("hunter2x", "2xsecret"), "<hunter2xsecret>"));
        Assert.Equal("<***>", Through(Of("hunter", "hunter2secret"), "<hunter2sec", "ret>"));
        Assert.Equal("<***2sec>", Through(Of("hunter", "hunter2secret"), "<hunter2sec", ">"));
        Assert.Equal("***", Through(Of("aaaa"), new string('a', 1000)));
    }

    [Theory]
    [InlineData("pässword \"quoted\"/+\\ 🔑")]
    [InlineData("user:hunter22@host?x=1&y=2")]
    public void The_usual_encodings_of_a_value_are_masked(string value)
    {
        var mask = Of(value);
        string[] forms =
        [
            JsonSerializer.Serialize(value)[1..^1],
            Uri.EscapeDataString(value),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
            System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value)),
        ];
        foreach (var form in forms)
        {
            var masked = mask.Apply($"[{form}]");
            Assert.StartsWith("[***", masked, StringComparison.Ordinal);
            // Of base64 that goes on, the last group belongs to what follows, too.
            Assert.InRange(masked.Length, 5, 9);
        }

        // Printed with a line's end into base64, as a shell does.
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))[..16], mask.Apply(Convert.ToBase64String(Encoding.UTF8.GetBytes(value + "\n"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_value_are_masked_one_by_one_but_not_what_all_keys_have()
    {
        var mask = Of("-----BEGIN KEY-----\nMIIEvQIBADANBg\nshort\nkqhkiG9w0BAQEF\n-----END KEY-----\n");
        Assert.Equal("-----BEGIN KEY-----\r\n***\r\nshort\r\n***\r\n", mask.Apply("-----BEGIN KEY-----\r\nMIIEvQIBADANBg\r\nshort\r\nkqhkiG9w0BAQEF\r\n"));
    }

    [Fact]
    public void Json_is_masked_in_its_texts_however_they_are_escaped_and_stays_json()
    {
        var mask = Of("hunter22", "12345678");
        Assert.Equal("""{"a":"x *** y","***":["***",-1.50,true,null,{"n":"***"}]}""",
            Encoding.UTF8.GetString(mask.Apply("""{"a": "x hunt\u0065r22 y", "hunter22": ["\u0068unter22", -1.50, true, null, {"n": 12345678}]}"""u8.ToArray()).Span));
        var untouched = """{ "a" : "caf\u00e9", "n": 1.0 }"""u8.ToArray();
        Assert.True(mask.Apply(untouched).Span.SequenceEqual(untouched));
        Assert.Equal("{broken hunter22", Encoding.UTF8.GetString(mask.Apply("{broken hunter22"u8.ToArray()).Span));
        Assert.True(mask.Apply(default(JsonData)).IsEmpty);
    }

    [Fact]
    public void Without_secrets_bytes_pass_as_they_are()
    {
        byte[] bytes = [0, 255, 128, (byte)'*'];
        using var written = new MemoryStream();
        var output = new MaskedOutput(SecretMask.None, written);
        output.Write(bytes);
        output.Complete();
        Assert.Equal(bytes, written.ToArray());
        Assert.Same("text", SecretMask.None.Apply("text"));
    }

    // The plainest means: every place that any of the values covers is masked, one mask for places side by side.
    private static string Expected(string text, string[] values)
    {
        var covered = new bool[text.Length];
        foreach (var value in values)
            for (var place = text.IndexOf(value, StringComparison.Ordinal); place >= 0; place = text.IndexOf(value, place + 1, StringComparison.Ordinal))
                Array.Fill(covered, true, place, value.Length);
        var expected = new StringBuilder();
        for (var place = 0; place < text.Length; place++)
        {
            if (!covered[place]) expected.Append(text[place]);
            else if (place == 0 || !covered[place - 1]) expected.Append(SecretMask.Shown);
        }

        return expected.ToString();
    }

    [Fact]
    public void However_an_output_is_cut_into_pieces_no_value_shows_and_nothing_else_is_lost()
    {
        // Few letters, so that values overlap, begin alike and hold each other; none of an encoding's.
        var word = Gen.Char["ab."].Array;
        Gen.Select(word[4, 7].Array[1, 3], word[0, 60], Gen.Int[1, 9].Array[0, 12]).Sample(
            (values, letters, cuts) =>
            {
                string[] secrets = [.. values.Select(value => new string(value))];
                var text = new string(letters);
                var pieces = new List<string>();
                var rest = text;
                foreach (var cut in cuts)
                {
                    pieces.Add(rest[..Math.Min(cut, rest.Length)]);
                    rest = rest[Math.Min(cut, rest.Length)..];
                }

                pieces.Add(rest);
                var masked = Through(Of(secrets), [.. pieces]);
                // Masks side by side may be two where they came in two pieces.
                while (masked.Contains("******", StringComparison.Ordinal)) masked = masked.Replace("******", "***", StringComparison.Ordinal);
                Assert.Equal(Expected(text, secrets), masked);
            }, iter: 20_000);
    }
}
