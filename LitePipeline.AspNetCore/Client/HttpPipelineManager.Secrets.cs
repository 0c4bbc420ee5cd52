using System.Net.Http.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public Task SetSecretAsync(AppId application, string name, string value, CancellationToken cancellationToken = default)
    {
        // Here too: a name that is none would ask another route.
        if (SecretRules.FindNameProblem(name) is { } problem) throw new RequestRefusedException(problem);
        return _exchange.TellAsync(HttpMethod.Put, Routes.V1.Secret.With(application, name), JsonContent.Create(new SetSecretPayload(value), ApiJsonContext.Default.SetSecretPayload), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecretView>> ListSecretsAsync(AppId application, CancellationToken cancellationToken = default) =>
        (await _exchange.GetAsync(Routes.V1.Secrets.With(application), ApiJsonContext.Default.SecretsPayload, cancellationToken)).Secrets;

    /// <inheritdoc/>
    public Task DeleteSecretAsync(AppId application, string name, CancellationToken cancellationToken = default)
    {
        if (SecretRules.FindNameProblem(name) is { } problem) throw new RequestRefusedException(problem);
        return _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Secret.With(application, name), cancellationToken: cancellationToken);
    }
}
