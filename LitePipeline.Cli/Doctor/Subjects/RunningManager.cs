using LitePipeline.Cli.Client;
using LitePipeline.Cli.Doctor.Cluster;
using LitePipeline.Cli.Doctor.Machine;
using LitePipeline.Cli.Doctor.Reach;

namespace LitePipeline.Cli.Doctor.Subjects;

/// <summary>A manager that runs, and its cluster.</summary>
internal sealed class RunningManager(ManagerAddress address, Credentials? credentials, TimeProvider time) : IDisposable
{
    private readonly ManagerAccess _manager = new(address, credentials);

    public Examination Examination() => new Examination()
        .InTurn(
        [
            new AddressCheck(address.Place, "HOST:PORT"),
            .. address.UsesTls ? [new ServerCertificateCheck(address, time)] : Array.Empty<IDoctorCheck>(),
            new ServiceCheck(_manager),
            new ClockCheck(_manager, time),
            new SignInCheck(_manager),
            new VersionCheck(_manager),
            new NodesCheck(_manager),
            new WaitingCheck(_manager),
        ])
        .With(new TimeZoneCheck());

    public void Dispose() => _manager.Dispose();
}
