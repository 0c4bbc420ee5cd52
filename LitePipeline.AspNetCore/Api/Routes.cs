using System.Globalization;
using System.Text;

namespace LitePipeline.AspNetCore.Api;

/// <summary>Every route of the API, named once: the endpoints are mapped on them and the client calls them.</summary>
internal static partial class Routes
{
    /// <summary>The address of a route for these values, in the order of its parameters.</summary>
    public static string With(this string route, params ReadOnlySpan<object> values)
    {
        var address = new StringBuilder(route.Length + 36 * values.Length);
        var rest = route.AsSpan();
        foreach (var value in values)
        {
            var open = rest.IndexOf('{');
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            // A path keeps its slashes; all else of it is escaped as any other value.
            var isPath = rest[open..].StartsWith("{**", StringComparison.Ordinal);
            address.Append(rest[..open]).Append(isPath ? string.Join('/', text.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(text));
            rest = rest[(rest.IndexOf('}') + 1)..];
        }

        return address.Append(rest).ToString();
    }
}
