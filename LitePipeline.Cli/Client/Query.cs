using System.CommandLine;
using System.Text;

namespace LitePipeline.Cli.Client;

/// <summary>A request's query; parameters without a value are left out.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public static Query None => new();

    /// <summary>The flags that were given, each under its long name.</summary>
    public static Query Of(ParseResult parsed, params ReadOnlySpan<Option> flags)
    {
        var query = None;
        foreach (var flag in flags) query.With(flag.WireName(), parsed.GetResult(flag)?.Tokens is [.., var token] ? token.Value : null);
        return query;
    }

    public Query With(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public string On(string route) => route + _text;
}
