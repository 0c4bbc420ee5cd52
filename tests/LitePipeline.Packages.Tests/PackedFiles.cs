using System.Diagnostics;
using System.Reflection;

namespace LitePipeline.Packages.Tests;

/// <summary>The packages as <c>dotnet pack</c> makes them, and a folder outside the repository where fresh apps know nothing but them.</summary>
public sealed class PackedFiles : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-packages-");

    /// <summary>A version that no feed has.</summary>
    public const string Version = "0.1.0-packed";

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public string Package(string name) => In($"feed/{name}.{Version}.nupkg");

    public async Task InitializeAsync()
    {
        var configuration = typeof(PackedFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;
        Directory.CreateDirectory(In("feed"));
        await DotnetAsync(Repository(), "pack", "LitePipeline.sln", "-c", configuration, "--no-build", "-o", In("feed"), $"-p:MinVerVersionOverride={Version}", "-v", "quiet", "-nologo");

        // What the packages depend on is on this machine already; what is ours is unpacked here and nowhere else.
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(In("nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{In("feed")}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{In("unpacked")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{machine}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A fresh app of an SDK's template that refers to packages of ours, with sources of <c>Apps</c>.</summary>
    public async Task<string> NewAsync(string template, string name, params string[] packages)
    {
        await DotnetAsync(_folder.FullName, "new", template, "-n", name, "--no-restore");
        // One call for all would be one restore, too, but a user has only this one.
        foreach (var package in packages) await DotnetAsync(In(name), "add", "package", package, "--version", Version, "--no-restore");
        foreach (var source in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Apps", name)))
            File.Copy(source, Path.Combine(In(name), Path.GetFileName(source)), overwrite: true);
        return In(name);
    }

    /// <summary>Runs a command of the SDK that must succeed, and returns what it has printed.</summary>
    public static async Task<string> DotnetAsync(string folder, params string[] words) => await RunAsync("dotnet", folder, words);

    /// <summary>Runs a program that must succeed, and returns what it has printed.</summary>
    public static async Task<string> RunAsync(string program, string folder, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The tests' own build servers and settings are not the fresh apps'.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToArray()) start.Environment.Remove(inherited);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {output}{await error}");
        return output;
    }

    public static string Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LitePipeline.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds LitePipeline.sln.");
    }
}
