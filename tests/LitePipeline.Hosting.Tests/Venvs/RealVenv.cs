using System.Diagnostics;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Tests.Node;

namespace LitePipeline.Hosting.Tests.Venvs;

/// <summary>A venv as a user makes one, with a module among its packages and a script in its <c>bin</c>. The folder that it was made in goes after it was packed.</summary>
internal static class RealVenv
{
    /// <summary>Prints what both the module and the script say, and where the venv is.</summary>
    public const string UsingIt = """
        import greeting, json, os, subprocess, sys
        script = subprocess.run(["greet"], capture_output=True, text=True, check=True).stdout.strip()
        data = {"module": greeting.TEXT, "script": script, "prefix": sys.prefix, "active": os.environ["VIRTUAL_ENV"]}
        json.dump({"data": data}, open(os.path.join(sys.argv[1], "output.data"), "w"))
        """;

    public static async Task<MemoryStream> PackAsync(string text, PackageFormat format = PackageFormat.TarGz)
    {
        using var folder = new TemporaryFolder();
        await MakeAsync(folder["venv"], text);
        return await PackAsync(folder, "venv", format);
    }

    /// <summary>An application that has the venv in its package and runs in it.</summary>
    public static async Task<MemoryStream> PackApplicationAsync(string text)
    {
        using var folder = new TemporaryFolder();
        var app = Directory.CreateDirectory(folder["app"]).FullName;
        await MakeAsync(Path.Combine(app, "venvs", "venv"), text);
        WriteApplication(app, "venvs/venv");
        return await PackAsync(folder, "app", PackageFormat.TarGz);
    }

    /// <summary>An application that runs in a venv that was deployed apart.</summary>
    public static async Task<MemoryStream> PackApplicationForAsync(string env)
    {
        using var folder = new TemporaryFolder();
        WriteApplication(Directory.CreateDirectory(folder["app"]).FullName, env);
        return await PackAsync(folder, "app", PackageFormat.TarGz);
    }

    private static void WriteApplication(string app, string env)
    {
        File.WriteAllText(Path.Combine(app, "first.py"), UsingIt);
        File.WriteAllText(Path.Combine(app, "configuration.json"), $$"""{"actions": [{"name": "first", "main": "python first.py", "env": "{{env}}"}], "output_action": "first"}""");
    }

    private static async Task MakeAsync(string venv, string text)
    {
        // Without pip: it takes seconds, and its scripts are like the one below.
        await RunAsync("python3", "-m", "venv", "--without-pip", venv);
        var packages = Directory.EnumerateDirectories(Path.Combine(venv, "lib"), "python3.*").Single();
        File.WriteAllText(Path.Combine(packages, "site-packages", "greeting.py"), $"TEXT = '{text}'\n");
        var script = Path.Combine(venv, "bin", "greet");
        File.WriteAllText(script, $"#!{venv}/bin/python3\nimport greeting\nprint(greeting.TEXT)\n");
        await RunAsync("chmod", "+x", script);
    }

    private static async Task<MemoryStream> PackAsync(TemporaryFolder folder, string name, PackageFormat format)
    {
        if (format == PackageFormat.TarGz) await RunAsync("tar", "czf", folder["package.tar.gz"], "-C", folder.Path, name);
        else await RunAsync("python3", "-c", "import shutil, sys; shutil.make_archive(*sys.argv[1:])", folder["package"], "zip", folder.Path, name);
        return new MemoryStream(await File.ReadAllBytesAsync(folder[format == PackageFormat.TarGz ? "package.tar.gz" : "package.zip"]));
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: {errors}");
    }
}
