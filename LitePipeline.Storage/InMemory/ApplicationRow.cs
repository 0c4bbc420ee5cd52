using LitePipeline.Core.Applications;

namespace LitePipeline.Storage.InMemory;

/// <summary>An application with its history.</summary>
internal sealed class ApplicationRow(ApplicationRecord record)
{
    public ApplicationRecord Record { get; set; } = record;

    public List<ApplicationVersionRecord> Versions { get; } = [];
}
