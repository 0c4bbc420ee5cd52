using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;
using LitePipeline.Hosting.Secrets;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Tests.Secrets;

public sealed class SecretKeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-keys-");
    private readonly AppId _app = new(Guid.NewGuid());

    public void Dispose() => _folder.Delete(recursive: true);

    private string Keys => Path.Combine(_folder.FullName, "keys");

    private SecretKeys Open(Action<SecretOptions>? configure = null)
    {
        var options = new SecretOptions { KeyFolder = Keys };
        configure?.Invoke(options);
        return new SecretKeys(Options.Create(options));
    }

    private SecretRecord Sealed(SecretKeys keys, string name, string value) => new()
    {
        Sequence = 1, Application = _app, Name = name, Protected = keys.Protect(_app, name, value), Revision = Guid.NewGuid(), SetAt = DateTimeOffset.UnixEpoch,
    };

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        var file = Path.Combine(_folder.FullName, name + ".pem");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return file;
    }

    [Fact]
    public void A_value_opens_as_what_it_was_also_in_the_next_process_and_each_time_looks_different()
    {
        SecretRecord sealedOne;
        using (var keys = Open())
        {
            sealedOne = Sealed(keys, "KEY", "hunter22 ü\n");
            Assert.NotEqual(sealedOne.Protected, Sealed(keys, "KEY", "hunter22 ü\n").Protected);
        }

        Assert.DoesNotContain("hunter22", sealedOne.Protected, StringComparison.Ordinal);
        using var next = Open();
        Assert.Equal(new ActionSecret("KEY", "hunter22 ü\n"), next.Open(sealedOne));
    }

    [Fact]
    public void A_row_that_was_changed_or_moved_to_another_name_or_application_does_not_open()
    {
        using var keys = Open();
        var row = Sealed(keys, "KEY", "hunter22");
        Assert.ThrowsAny<CryptographicException>(() => keys.Open(row with { Name = "OTHER" }));
        Assert.ThrowsAny<CryptographicException>(() => keys.Open(row with { Application = new AppId(Guid.NewGuid()) }));
        Assert.ThrowsAny<CryptographicException>(() => keys.Open(row with { Protected = row.Protected[..^4] + "AAAA" }));
        Directory.Delete(Keys, recursive: true);
        using var without = Open();
        Assert.ThrowsAny<CryptographicException>(() => without.Open(row));
    }

    [Fact]
    public void The_keys_are_for_their_owner_alone_even_in_a_folder_that_was_open()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Keys).UnixFileMode = (UnixFileMode)0b111_111_111;
        using var keys = Open();
        Sealed(keys, "KEY", "hunter22");
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Keys));
        foreach (var file in Directory.GetFiles(Keys)) Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
        Assert.Single(Directory.GetFiles(Keys, "key-*.xml"));
    }

    [Fact]
    public void A_certificate_encrypts_the_keys_and_another_one_can_follow_it()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        SecretRecord row;
        using (var keys = Open(options => options.CertificateFile = first)) row = Sealed(keys, "KEY", "hunter22");
        Assert.Contains("EncryptedData", File.ReadAllText(Directory.GetFiles(Keys, "key-*.xml").Single()), StringComparison.Ordinal);
        using (var without = Open()) Assert.ThrowsAny<CryptographicException>(() => without.Open(row));
        using (var other = Open(options => options.CertificateFile = second)) Assert.ThrowsAny<CryptographicException>(() => other.Open(row));
        using var following = Open(options => (options.CertificateFile, options.FormerCertificateFiles) = (second, [first]));
        Assert.Equal("hunter22", following.Open(row).Value);
    }

    [Fact]
    public void Options_that_cannot_work_are_told_by_name_at_the_start()
    {
        var check = new SecretOptionsCheck();
        Assert.True(check.Validate(null, new SecretOptions()).Succeeded);
        Assert.True(check.Validate(null, new SecretOptions { KeyFolder = Keys, CertificateFile = Certificate("own") }).Succeeded);
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        Assert.Contains("LitePipeline:Secrets:KeyFolder cannot be used", check.Validate(null, new SecretOptions { KeyFolder = file }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("LitePipeline:Secrets:CertificateFile cannot be used", check.Validate(null, new SecretOptions { KeyFolder = Keys, CertificateFile = file }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("LitePipeline:Secrets:CertificateFile is missing", check.Validate(null, new SecretOptions { KeyFolder = Keys, CertificatePassword = "x" }).FailureMessage, StringComparison.Ordinal);
    }
}
