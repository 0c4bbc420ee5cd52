using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a file of authorities holds certificates that are valid.</summary>
/// <param name="setting">The setting that names it.</param>
/// <param name="file">The file.</param>
/// <param name="time">The clock.</param>
internal sealed class AuthorityFileCheck(string setting, string file, TimeProvider time) : IDoctorCheck
{
    public string Name => setting;

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var authorities = new AuthorityFile(file, _ => { }).Policy().CustomTrustStore;
            return new([.. authorities.Select(authority => CertificateTimes.Judge(authority, time.GetUtcNow(), setting))]);
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            return new([Finding.Wrong($"{file} cannot be used: {failure.Message}", $"Give a file with the authority's certificate in PEM in {setting}.")]);
        }
    }
}
