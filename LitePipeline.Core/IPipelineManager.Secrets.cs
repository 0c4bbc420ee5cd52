using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Core;

public partial interface IPipelineManager
{
    /// <summary>Sets a secret of an application, or replaces its value. Attempts that start from now on have it in their environment; no call answers it.</summary>
    /// <param name="application">The application.</param>
    /// <param name="name">The environment variable, see <see cref="SecretRules"/>.</param>
    /// <param name="value">The value, 4 bytes to 16 KiB of text. It is kept encrypted.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task SetSecretAsync(AppId application, string name, string value, CancellationToken cancellationToken = default);

    /// <summary>Lists the secrets of an application by name: when they were set and by whom, never their values.</summary>
    Task<IReadOnlyList<SecretView>> ListSecretsAsync(AppId application, CancellationToken cancellationToken = default);

    /// <summary>Removes a secret; attempts that start from now on do not have it.</summary>
    Task DeleteSecretAsync(AppId application, string name, CancellationToken cancellationToken = default);
}
