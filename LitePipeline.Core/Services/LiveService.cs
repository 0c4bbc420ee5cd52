using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

/// <summary>A service as the machine holds it.</summary>
internal sealed class LiveService(ServiceRecord record)
{
    public ServiceRecord Record { get; private set; } = record;

    public ServiceId Id => Record.Id;

    public ServiceState State => Record.State;

    /// <summary>Replaces where it stands.</summary>
    public void Save(ServiceState state, Step step)
    {
        Record = Record with { State = state };
        step.Change(new StoreChange.UpdateService(Id, state));
    }

    /// <summary>Replaces what its owner sets.</summary>
    public void Save(ServiceRecord record, Step step)
    {
        Record = record;
        step.Change(new StoreChange.SaveService(record));
    }
}
