namespace LitePipeline.EndToEnd.Tests;

/// <summary>The built tool under its own name, for scripts that find it on their PATH.</summary>
internal static class ToolOnPath
{
    private static readonly Lazy<string> Made = new(Make);

    public static string Folder => Made.Value;

    private static string Make()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "path");
        Directory.CreateDirectory(folder);
        var script = Path.Combine(folder, "litepipeline");
        File.WriteAllText(script, $"#!/bin/sh\nexec dotnet '{ToolProcess.Tool}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
