using System.Globalization;
using System.Text;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core.Storage;

namespace LitePipeline.AspNetCore.Client;

/// <summary>A route with its query; parameters without a value are left out.</summary>
internal sealed class Address(string route)
{
    private readonly StringBuilder _text = new(route);
    private char _before = '?';

    public static Address Of<T>(string route, StoreQuery<T> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new Address(route).With("offset", query.Offset).With("limit", query.Limit).With("after", query.After).With("order", query.OldestFirst ? "oldest" : null);
    }

    public Address With(string name, object? value)
    {
        var text = value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        if (text.Length == 0) return this;
        _text.Append(_before).Append(name).Append('=').Append(Uri.EscapeDataString(text));
        _before = '&';
        return this;
    }

    public Address With<T>(string name, T? member) where T : struct, Enum => With(name, member is { } known ? Parameter.Word(known) : null);

    public override string ToString() => _text.ToString();
}
