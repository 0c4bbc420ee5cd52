using LitePipeline.Core.Applications;

namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Sets a secret of an application. The shell has encrypted the value.</summary>
    /// <param name="Application">The application.</param>
    /// <param name="Name">The secret's name.</param>
    /// <param name="Protected">The encrypted value.</param>
    /// <param name="Revision">A new one, for this value.</param>
    public sealed record SetSecret(AppId Application, string Name, string Protected, Guid Revision) : ManagerInput;

    /// <summary>Removes a secret of an application.</summary>
    public sealed record DeleteSecret(AppId Application, string Name) : ManagerInput;

    /// <summary>Asks for an application's secrets; the reply is an array of <see cref="Secrets.SecretView"/> by name.</summary>
    public sealed record DescribeSecrets(AppId Application) : ManagerInput;
}
