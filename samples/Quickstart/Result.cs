using System.Globalization;
using System.Text.Json;
using LitePipeline.Core;
using Spectre.Console;

namespace Quickstart;

/// <summary>Prints what the report found, and where it lies.</summary>
internal static class Result
{
    private const int Shown = 10;

    public static void Print(TaskDetails task, string folder)
    {
        var data = task.Actions.Single(action => action.Name == "report").Result.ToElement().GetProperty("data");
        var table = new Table().Title("Airports whose flights are late most often").AddColumns("airport", "city");
        table.AddColumn(new TableColumn("flights").RightAligned()).AddColumn(new TableColumn("late").RightAligned()).AddColumn(new TableColumn("share").RightAligned());
        foreach (var row in data.GetProperty("ranking").EnumerateArray().Take(Shown))
        {
            table.AddRow(
                Text(row, "airport"),
                $"{Text(row, "city")}, {Text(row, "state")}",
                row.GetProperty("flights").GetInt32().ToString("N0", CultureInfo.InvariantCulture),
                row.GetProperty("late").GetInt32().ToString("N0", CultureInfo.InvariantCulture),
                row.GetProperty("late_share").GetDouble().ToString("P1", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.GetProperty("late").GetInt32():N0} of {data.GetProperty("flights").GetInt32():N0} flights late at {data.GetProperty("airports").GetInt32()} airports"));
        foreach (var file in data.GetProperty("files").EnumerateArray())
        {
            var path = Directory.EnumerateFiles(folder, file.GetString()!, SearchOption.AllDirectories).Single();
            Console.WriteLine(path);
        }
    }

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!.EscapeMarkup();
}
