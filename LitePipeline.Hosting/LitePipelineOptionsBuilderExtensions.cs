using LitePipeline.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Reads LitePipeline's options from the host's configuration.</summary>
public static class LitePipelineOptionsBuilderExtensions
{
    /// <summary>
    /// Binds options to a section of the host's configuration (appsettings.json, environment) where it has one, and checks them when
    /// the host starts: each value's type, what the annotations of <typeparamref name="TOptions"/> ask, and that each key is an option.
    /// </summary>
    /// <remarks>All problems are told at once by an <see cref="OptionsValidationException"/>, each with the key, the value and what to give.
    /// Keys that have keys of their own are taken for sections of other options.</remarks>
    /// <param name="options">The options; what is configured on the result comes after the section.</param>
    /// <param name="section">The section, such as <c>LitePipeline:Node</c>.</param>
    public static OptionsBuilder<TOptions> BindSection<TOptions>(this OptionsBuilder<TOptions> options, string section) where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(section);
        options.Services.AddSingleton<IConfigureOptions<TOptions>>(services => new ConfigureNamedOptions<TOptions>(options.Name, values =>
        {
            if (services.GetService<IConfiguration>() is { } configuration) SectionKeys.Bind(configuration.GetSection(section), values, options.Name);
        }));
        options.Services.AddSingleton<IValidateOptions<TOptions>>(new SectionRules<TOptions>(options.Name, section));
        return options.ValidateOnStart();
    }
}
