using LitePipeline.Core.Services;

namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Adds a service.</summary>
    public sealed record CreateService(ServiceId Id, ServiceContent Content) : ManagerInput;

    /// <summary>Replaces what a service's owner can set. Disabling it stops its task with its signal; application and input count from the next start on.</summary>
    public sealed record UpdateService(ServiceId Id, ServiceContent Content) : ManagerInput;

    /// <summary>Removes a service, stops its task with its signal and removes its workspace.</summary>
    public sealed record DeleteService(ServiceId Id) : ManagerInput;
}
