using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Pointer;
using Json.Schema;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Inputs;

/// <summary>An application's <c>input_schema</c>, ready to check inputs. Thread-safe.</summary>
internal sealed class InputSchema
{
    private const string Member = "$.input_schema";
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);
    private static readonly EvaluationOptions Listed = new() { OutputFormat = OutputFormat.List };

    // What schemas may say that they are written in, by the beginning of their address.
    private static readonly (string Address, JsonSchema Rules)[] Drafts =
    [
        ("https://json-schema.org/draft/2020-12/schema", MetaSchemas.Draft202012),
        ("https://json-schema.org/draft/2019-09/schema", MetaSchemas.Draft201909),
        ("http://json-schema.org/draft-07/schema", MetaSchemas.Draft7),
        ("http://json-schema.org/draft-06/schema", MetaSchemas.Draft6),
    ];

    private readonly JsonSchema _schema;

    private InputSchema(JsonSchema schema) => _schema = schema;

    /// <summary>Makes a schema ready.</summary>
    /// <exception cref="DefinitionInvalidException">It is no JSON schema, or refers to what is not in it; all that is known to be wrong is named.</exception>
    public static InputSchema Compile(JsonElement schema)
    {
        var rules = RulesOf(schema) ?? throw Invalid($"{Member}['$schema']", $"is not known; give one of {string.Join(", ", Drafts.Select(draft => draft.Address))}, or leave it out for the first.");
        var problems = Problems(rules.Evaluate(schema, Listed), Member);
        if (problems.Count > 0) throw new DefinitionInvalidException(problems);
        try
        {
            // A registry of its own: one application's names are nothing to another's, and nothing is fetched.
            var built = JsonSchema.Build(schema, new BuildOptions { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 });
            problems.AddRange(Prepare(built.Root));
            return problems.Count == 0 ? new InputSchema(built) : throw new DefinitionInvalidException(problems);
        }
        catch (Exception failure) when (failure is JsonSchemaException or RegexParseException)
        {
            throw Invalid(Member, $"is no JSON schema: {failure.Message.TrimEnd('.')}; correct it.");
        }
    }

    /// <summary>What is wrong with an input, by its JSON path; nothing where it fits.</summary>
    public IReadOnlyList<DefinitionProblem> Check(JsonData input)
    {
        try
        {
            return Problems(_schema.Evaluate(input.ToElement(), Listed), "$");
        }
        catch (RegexMatchTimeoutException slow)
        {
            return [new DefinitionProblem("$", $"has a text that cannot be compared with the pattern {slow.Pattern} within {PatternLimit.TotalSeconds} s; shorten the text, or write the pattern without repetitions of repetitions")];
        }
    }

    // A reference that leads nowhere would be found by the first input that comes to it, and a pattern can take longer than anyone lives.
    private static List<DefinitionProblem> Prepare(JsonSchemaNode root)
    {
        var (problems, seen, open) = (new List<DefinitionProblem>(), new HashSet<JsonSchemaNode> { root }, new Stack<JsonSchemaNode>([root]));
        while (open.TryPop(out var node))
        {
            foreach (var keyword in node.Keywords ?? [])
            {
                if (keyword is { Handler.Name: "$ref", Subschemas: null or [] })
                    problems.Add(new DefinitionProblem(Member, $"has the $ref '{keyword.RawValue}', which leads nowhere; refer to what is in the schema itself, such as #/$defs/NAME."));
                keyword.Value = keyword.Value switch
                {
                    Regex pattern => Limited(pattern),
                    Dictionary<string, Regex> patterns => patterns.ToDictionary(pattern => pattern.Key, pattern => Limited(pattern.Value)),
                    var other => other,
                };
                foreach (var next in keyword.Subschemas ?? [])
                    if (seen.Add(next)) open.Push(next);
            }
        }

        return problems;
    }

    private static Regex Limited(Regex pattern) => new(pattern.ToString(), pattern.Options & ~RegexOptions.Compiled, PatternLimit);

    private static JsonSchema? RulesOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var named)) return Drafts[0].Rules;
        var address = named.ValueKind == JsonValueKind.String ? named.GetString()!.TrimEnd('#') : "";
        return Drafts.FirstOrDefault(draft => draft.Address == address).Rules;
    }

    private static List<DefinitionProblem> Problems(EvaluationResults results, string root) => results.IsValid
        ? []
        : [.. (results.Details ?? []).Append(results)
            .Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => new DefinitionProblem(PathOf(detail.InstanceLocation, root), TextOf(error.Key, error.Value))))
            .Distinct()];

    // A schema that is 'false' has no keyword: nothing may be there.
    private static string TextOf(string keyword, string message) => keyword switch
    {
        "" => "must not be there; remove it",
        _ => $"{char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}",
    };

    private static string PathOf(JsonPointer location, string root)
    {
        var path = new StringBuilder(root);
        for (var step = 0; step < location.SegmentCount; step++)
        {
            var name = location[step].ToString();
            if (name.All(char.IsAsciiDigit)) path.Append('[').Append(name).Append(']');
            else if (name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) path.Append('.').Append(name);
            else path.Append("['").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append("']");
        }

        return path.ToString();
    }

    private static DefinitionInvalidException Invalid(string path, string message) => new([new DefinitionProblem(path, message)]);
}
