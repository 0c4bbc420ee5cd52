using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Doctor.Files;
using LitePipeline.Cli.Doctor.Machine;
using LitePipeline.Cli.Doctor.Reach;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Doctor.Subjects;

/// <summary>What a viewer runs from, and the way to its manager.</summary>
internal static class ViewerFile
{
    public static Examination Examination(string path)
    {
        var file = new ConfigurationCheck<ViewerSettings>(path, ViewerConfiguration.Read).Read();
        var examination = new Examination().With(file);
        if (file.Settings is { } settings) Add(examination, settings, TimeProvider.System);
        return examination;
    }

    private static void Add(Examination examination, ViewerSettings settings, TimeProvider time)
    {
        // A viewer keeps nothing, so nothing shows whether it runs.
        examination.With(new PortCheck("http_port", settings.Http, runs: false));
        if (settings.Certificate is { } certificate) examination.With(new CertificateCheck("tls_certificate", certificate, [settings.Http.Host], time), new SecretFileCheck(certificate.KeyFile));
        if (settings.Logs.File is { } log) examination.With(new FolderCheck("log_path", Path.GetDirectoryName(log)!));
        if (settings.Manager.AuthorityFile is { } authority) examination.With(new AuthorityFileCheck("manager_authority", authority, time));
        var manager = new ManagerAccess(settings.Manager, null);
        examination.InTurn(
        [
            new AddressCheck(settings.Manager.Place, "manager_http_host and manager_http_port"),
            .. settings.Manager.UsesTls ? [new ServerCertificateCheck(settings.Manager, time)] : Array.Empty<IDoctorCheck>(),
            new ServiceCheck(manager),
            new ClockCheck(manager, time),
        ]);
    }
}
