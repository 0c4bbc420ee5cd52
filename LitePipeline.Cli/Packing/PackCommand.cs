using System.CommandLine;
using LitePipeline.Cli.Commands;
using LitePipeline.Core.Packages;

namespace LitePipeline.Cli.Packing;

/// <summary><c>pack</c>: makes a package from a folder, and says before any upload what the manager would say of it.</summary>
internal static class PackCommand
{
    public static ToolCommand Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The application's folder, which has configuration.json; with --venv, the venv's." };
        var output = new Option<string>("--output", "-o") { Description = "The package's file; DIR's name with the format's ending in the current folder by default.", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "How it is packed; FILE's ending tells it, too. tar.gz by default.", HelpName = "tar.gz|zip" }.AcceptOnlyFromAmong("tar.gz", "zip");
        var venv = new Option<bool>("--venv") { Description = "The folder is a venv." };
        var command = new ToolCommand("pack", "Make a package from a folder, and check it as the manager would.") { folder, output, format, venv };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetRequiredValue(folder))));
            if (!source.Exists) throw ToolException.Failed($"There is no folder '{parsed.GetValue(folder)}'.");
            var kind = FormatOf(parsed.GetValue(format), parsed.GetValue(output));
            var file = parsed.GetValue(output) is { Length: > 0 } named ? named : source.Name + (kind == PackageFormat.Zip ? ".zip" : ".tar.gz");
            IPackageCheck check = parsed.GetValue(venv) ? new VenvCheck() : new ApplicationCheck();
            var packed = await new Packer(check, parsed.InvocationConfiguration.Error).PackAsync(source, file, kind, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(packed.ToString());
            return ExitCode.Ok;
        });
        return command
            .Example("pack report")
            .Example("pack report -o /tmp/report.zip")
            .Example("pack --venv report/venvs/venv -o venv.tar.gz");
    }

    private static PackageFormat FormatOf(string? format, string? file) => (format ?? (file is null || EndsIn(file, ".tar.gz") || EndsIn(file, ".tgz") ? "tar.gz" : EndsIn(file, ".zip") ? "zip" : "")) switch
    {
        "zip" when file is null || EndsIn(file, ".zip") => PackageFormat.Zip,
        "tar.gz" when file is null || EndsIn(file, ".tar.gz") || EndsIn(file, ".tgz") => PackageFormat.TarGz,
        // The manager goes by the ending.
        _ => throw ToolException.Usage($"-o/--output is '{file}', whose ending does not tell the format; give a name that ends in .tar.gz or .zip."),
    };

    private static bool EndsIn(string file, string ending) => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
