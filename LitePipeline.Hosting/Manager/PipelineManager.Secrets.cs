using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task SetSecretAsync(AppId application, string name, string value, CancellationToken cancellationToken = default)
    {
        if ((SecretRules.FindNameProblem(name) ?? SecretRules.FindValueProblem(value)) is { } problem) throw new RequestRefusedException(problem);
        if (!secrets.CanKeep) throw Refused(ErrorCode.OperationFailed, "This manager keeps no secrets, as it has no folder for their keys: call .UseSecrets(\"DIR\") on the result of AddLitePipelineManager().", "value");
        await queue.AskAsync(new ManagerInput.SetSecret(application, name, secrets.Protect(application, name, value), Guid.NewGuid()), cancellationToken);
    }

    public async Task<IReadOnlyList<SecretView>> ListSecretsAsync(AppId application, CancellationToken cancellationToken = default) =>
        (IReadOnlyList<SecretView>)(await queue.AskAsync(new ManagerInput.DescribeSecrets(application), cancellationToken))!;

    public Task DeleteSecretAsync(AppId application, string name, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DeleteSecret(application, name), cancellationToken);
}
