using System.IO.Hashing;
using System.Text;

namespace LitePipeline.Soak.Users;

/// <summary>What tasks must come to, told one action after the other, without nodes, attempts or time.</summary>
internal static class Model
{
    /// <summary>What a task's actions that succeed must say, by name.</summary>
    /// <param name="parts">How many parts a step that splits makes.</param>
    /// <param name="given">What its input holds of others' outputs, in sum.</param>
    public static Dictionary<string, long> Of(Shape shape, int seed, int parts, long given)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        if (shape.Fate == Fate.IsStopped) return values;
        foreach (var step in shape.Steps)
        {
            if (step.Attempts < 1000) break;
            var before = step.Condition.Sum(name => values[name] * (Leaves(shape, name) ? 2 : 1));
            if (step.Name == "total") before += Parts(seed, parts, given, values);
            values[step.Name] = Say(step.Name, seed, given + before);
        }

        if (shape.HasEvents)
        {
            var name = shape.Fate == Fate.Succeeds ? "success" : "fail";
            values[name] = Say(name, seed, given + values.Values.Sum());
        }

        return values;
    }

    private static bool Leaves(Shape shape, string name) => shape.Steps.Single(step => step.Name == name).Leaves;

    private static long Parts(int seed, int parts, long given, Dictionary<string, long> values)
    {
        var sum = 0L;
        for (var place = 0; place < parts; place++) sum += values[$"part-{place}"] = Say($"part-{place}", seed, given + place);
        return sum;
    }

    private static long Say(string name, int seed, long before) => (seed + Crc32.HashToUInt32(Encoding.UTF8.GetBytes(name)) + before) % (1L << 31);
}
