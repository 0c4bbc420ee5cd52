using Spectre.Console;

namespace LitePipeline.Cli.Output;

/// <summary>Colours the cells of a table that say how something stands.</summary>
/// <param name="field">The column.</param>
/// <param name="cell">The cell's text.</param>
/// <returns>The text as it is written; it looks as wide as <paramref name="cell"/>.</returns>
internal delegate string CellPaint(string field, string cell);

internal static class CellPaints
{
    /// <summary>No colours.</summary>
    public static CellPaint None { get; } = (_, cell) => cell;

    /// <summary>Colours for a terminal.</summary>
    public static CellPaint Ansi { get; } = (field, cell) => InAnsi(ColourOf(field, cell), cell);

    /// <summary>Colours for a picture that is drawn over and over.</summary>
    public static CellPaint Markup { get; } = (field, cell) =>
        ColourOf(field, cell) is { } colour ? $"[{colour}]{Spectre.Console.Markup.Escape(cell)}[/]" : Spectre.Console.Markup.Escape(cell);

    /// <summary>The colour of a state; null for none.</summary>
    public static string? ColourOf(string field, string cell) => (field, cell) switch
    {
        ("status", "success") or ("enable", "True") => "green",
        ("status", "fail" or "error") => "red",
        ("status", "kill" or "cancel" or "terminate") or ("stage", "stopping" or "recovering") => "yellow",
        ("stage", "running") => "blue",
        ("stage", "pending") or ("enable", "False") => "grey",
        _ => null,
    };

    /// <summary>A text in a colour, as terminals take it.</summary>
    public static string InAnsi(string? colour, string text) => colour switch
    {
        "red" => $"\e[31m{text}\e[0m",
        "green" => $"\e[32m{text}\e[0m",
        "yellow" => $"\e[33m{text}\e[0m",
        "blue" => $"\e[34m{text}\e[0m",
        "cyan" => $"\e[36m{text}\e[0m",
        "grey" => $"\e[90m{text}\e[0m",
        _ => text,
    };
}
