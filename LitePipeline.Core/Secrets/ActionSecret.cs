using System.Text;

namespace LitePipeline.Core.Secrets;

/// <summary>A secret in clear, on its way to the action that needs it.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Value">Its value.</param>
public sealed record ActionSecret(string Name, string Value)
{
    // Whatever prints the record, a log or a debugger, does not print the value.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}
