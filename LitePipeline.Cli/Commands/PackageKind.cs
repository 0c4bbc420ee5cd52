using System.CommandLine;

namespace LitePipeline.Cli.Commands;

/// <summary>What applications and venvs differ in; their commands and routes are the same otherwise.</summary>
/// <param name="Object">The object of the command line and the routes.</param>
/// <param name="Noun">What people call one.</param>
/// <param name="IdAlias">The short flag of its id.</param>
/// <param name="IdField">The column of its id.</param>
/// <param name="Content">What the package's file is.</param>
/// <param name="Events">How the kinds of events begin that change its lists.</param>
internal sealed record PackageKind(string Object, string Noun, string IdAlias, string IdField, string Content, string Events)
{
    public static PackageKind Application { get; } = new("app", "application", "-a", "application_id", "The application's package, .tar.gz or .zip.", "application_");

    public static PackageKind Venv { get; } = new("venv", "venv", "-v", "venv_id", "The venv's package, .tar.gz or .zip.", "venv_");

    /// <summary>The parameter that has its id.</summary>
    public string IdParameter => $"{Object}_id";

    public Option<string> Id() => Flags.Required($"--{IdParameter}", IdAlias, $"The {Noun}'s id.");
}
