using Microsoft.Extensions.Options;

namespace LitePipeline.Storage.Packages;

/// <summary>Proves at start that the package folder can be written.</summary>
internal sealed class PackageFolderCheck : IValidateOptions<PackageFolderOptions>
{
    private const string Option = $"{PackageFolderOptions.Section}:{nameof(PackageFolderOptions.Path)}";

    public ValidateOptionsResult Validate(string? name, PackageFolderOptions options)
    {
        // An empty path is reported by its annotation.
        if (string.IsNullOrEmpty(options.Path)) return ValidateOptionsResult.Skip;
        if (options.Path.Contains('\0', StringComparison.Ordinal)) return ValidateOptionsResult.Fail($"{Option}: a path has no NUL character.");
        return WritableFolder.Problem(Path.GetFullPath(options.Path), Option) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
