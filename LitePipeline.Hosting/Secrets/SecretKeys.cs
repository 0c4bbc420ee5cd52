using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Encrypts and decrypts secrets by ASP.NET Core's data protection, under keys of our own. Each is bound to its application and name: one row's value does not open as another's.</summary>
internal sealed class SecretKeys(IOptions<SecretOptions> options) : IDisposable
{
    private const string Purpose = "LitePipeline.Secrets.v1";

    private readonly Lazy<ServiceProvider> _services = new(() => KeyRing.Open(options.Value));

    /// <summary>Whether there is a place for keys.</summary>
    public bool CanKeep => options.Value.KeyFolder is not null;

    public string Protect(AppId application, string name, string value) => ProtectorOf(application, name).Protect(value);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Its key is not here, or it was changed.</exception>
    public ActionSecret Open(SecretRecord secret) => new(secret.Name, ProtectorOf(secret.Application, secret.Name).Unprotect(secret.Protected));

    public void Dispose()
    {
        if (_services.IsValueCreated) _services.Value.Dispose();
    }

    private IDataProtector ProtectorOf(AppId application, string name) =>
        _services.Value.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose, application.ToString(), name);
}
