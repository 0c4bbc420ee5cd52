using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Cli.Packing;

/// <summary>Checks an application.</summary>
internal sealed class ApplicationCheck : IPackageCheck
{
    public IReadOnlyList<string> CheckFolder(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, PackageArchive.ConfigurationFile);
        if (!File.Exists(path))
            throw ToolException.Failed($"'{folder.Name}' has no {PackageArchive.ConfigurationFile}, which says what its actions are. Write one, or pack a venv with --venv.");
        return [.. FindMissing(folder, Read(path))];
    }

    public Task CheckPackageAsync(Stream package, PackageFormat format, CancellationToken cancellationToken) =>
        PackageArchive.InspectAsync(package, format, cancellationToken: cancellationToken);

    private static ApplicationDefinition Read(string path)
    {
        try
        {
            var application = DefinitionReader.ReadApplication(File.ReadAllBytes(path));
            CommandRules.Check(application);
            return application;
        }
        catch (DefinitionInvalidException invalid)
        {
            throw ToolException.Failed(string.Join('\n', invalid.Problems.Select(problem => $"{PackageArchive.ConfigurationFile}: {problem}")), invalid);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"{PackageArchive.ConfigurationFile}: {failure.Message}", failure);
        }
    }

    private static IEnumerable<string> FindMissing(DirectoryInfo folder, ApplicationDefinition application)
    {
        foreach (var action in application.Actions.Append(application.OnSuccess).Append(application.OnFail).OfType<ActionDefinition>())
        {
            if (action.Main is { Length: > 0 } main && FileOf(main) is { } script && !File.Exists(Path.Combine(folder.FullName, script)))
                yield return $"The action '{action.Name}' runs '{main}', but there is no file '{script}' in the folder.";
            if (action.Env is { Length: > 0 } env && !Guid.TryParse(env, out _) && !File.Exists(Path.Combine(folder.FullName, env, "bin", "activate")))
                yield return $"The action '{action.Name}' has the env '{env}', but there is no file '{env}/bin/activate' in the folder.";
        }
    }

    /// <summary>The file of the package that a command line begins with or gives to its interpreter; null where that cannot be told.</summary>
    private static string? FileOf(string main)
    {
        if (ShellWords.Split(main) is not { Count: > 0 } words) return null;
        if (words[0].StartsWith("./", StringComparison.Ordinal)) return words[0][2..];
        return words.Count > 1 && words[0] is "python" or "python3" or "dotnet" or "bash" or "sh" or "node" && words[1][0] is not ('-' or '/') && Path.HasExtension(words[1]) ? words[1] : null;
    }
}
