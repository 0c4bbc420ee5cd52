namespace LitePipeline.Fuzzing;

/// <summary>Makes a case smaller while it still fails: parts are left out, halves first, then ever smaller ones.</summary>
internal static class Shrinker
{
    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails, int mostTries)
    {
        var tries = 0;
        for (var part = Math.Max(1, input.Length / 2); part > 0; part /= 2)
        {
            for (var start = 0; start < input.Length && tries < mostTries;)
            {
                byte[] smaller = [.. input[..start], .. input[Math.Min(input.Length, start + part)..]];
                tries++;
                if (fails(smaller)) input = smaller;
                else start += part;
            }
        }

        return input;
    }
}
