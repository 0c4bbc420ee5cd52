using LitePipeline.Hosting;
using LitePipeline.Hosting.Secrets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a manager keep secrets.</summary>
public static class LitePipelineSecretsBuilderExtensions
{
    /// <summary>Lets the manager keep secrets of its applications: encrypted in its store, under keys in a folder of their own.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="keyFolder">The folder of the keys; made where it is not there, for this process's user alone. A backup of the store needs one of it as well.</param>
    /// <param name="configure">Sets further options.</param>
    public static ILitePipelineManagerBuilder UseSecrets(this ILitePipelineManagerBuilder builder, string keyFolder, Action<SecretOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyFolder);
        builder.Services.Configure<SecretOptions>(options =>
        {
            options.KeyFolder = keyFolder;
            configure?.Invoke(options);
        });
        return builder;
    }
}
