using System.CommandLine;

namespace LitePipeline.Cli.Client;

/// <summary>The original's flags are named as its parameters are.</summary>
internal static class WireNames
{
    public static string WireName(this Option flag) => flag.Name.TrimStart('-').Replace('-', '_');
}
