using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;

namespace LitePipeline.Samples.Tests;

/// <summary>The sample applications as their packages.</summary>
internal static class SampleApplication
{
    public static string Folder { get; } = Path.Combine(Metadata("Repository"), "samples", "applications");

    public static string PythonHelper { get; } = Path.Combine(Metadata("Repository"), "LitePipeline.Helper", "python", "litepipeline_helper");

    public static string Metadata(string key) =>
        typeof(SampleApplication).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;

    /// <summary>Packs an application, as <c>pack.sh</c> does but without building a C# one again, and deploys it.</summary>
    public static async Task<AppId> DeployAsync(LitePipelineTestCluster cluster, string name)
    {
        var work = Directory.CreateTempSubdirectory("litepipeline-sample-").FullName;
        try
        {
            var folder = Path.Combine(work, name);
            if (name.EndsWith("-python", StringComparison.Ordinal))
            {
                Copy(Path.Combine(Folder, name), folder);
                Copy(PythonHelper, Path.Combine(folder, "litepipeline_helper"));
            }
            else Copy(BuiltOrWritten(name), folder);

            return await DeployFolderAsync(cluster, folder);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    public static async Task<AppId> DeployFolderAsync(LitePipelineTestCluster cluster, string folder)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(folder, package);
        package.Position = 0;
        return await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest(Path.GetFileName(folder), PackageFormat.TarGz), package);
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, printed + await error);
        return printed;
    }

    public static JsonElement DataOf(TaskDetails task, string action)
    {
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        return EndOf(task, action);
    }

    public static JsonElement EndOf(TaskDetails task, string action) =>
        task.Actions.Single(one => one.Name == action).Result.ToElement().GetProperty("data");

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static string BuiltOrWritten(string name)
    {
        var folder = Path.Combine(Folder, name);
        return File.Exists(Path.Combine(folder, $"{name}.csproj")) ? Path.Combine(folder, "bin", Metadata("Configuration"), Metadata("TargetFramework")) : folder;
    }
}
