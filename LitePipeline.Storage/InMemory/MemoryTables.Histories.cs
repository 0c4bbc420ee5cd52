using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Venvs;
using LitePipeline.Storage.InMemory.Rows;

namespace LitePipeline.Storage.InMemory;

/// <summary>What happens to applications and venvs with their histories, and to secrets.</summary>
internal sealed partial class MemoryTables
{
    private void Add(ApplicationVersionRecord version)
    {
        Applications.Get(version.Application);
        Versions.Add(new RecordRow<long, ApplicationVersionRecord>(version.HistoryId, version.HistoryId, version));
    }

    private void Add(VenvVersionRecord version)
    {
        Venvs.Get(version.Venv);
        VenvVersions.Add(new RecordRow<long, VenvVersionRecord>(version.HistoryId, version.HistoryId, version));
    }

    private void Delete(AppId application, long history)
    {
        if (Versions.Find(history)?.Record.Application == application) Versions.Remove(history);
    }

    private void Save(SecretRecord secret)
    {
        Applications.Get(secret.Application);
        Save(Secrets, (secret.Application, secret.Name), secret.Sequence, secret);
    }

    private void Delete(VenvId venv, long history)
    {
        if (VenvVersions.Find(history)?.Record.Venv == venv) VenvVersions.Remove(history);
    }

    private void Delete(AppId id)
    {
        Applications.Remove(id);
        for (var at = Versions.Count - 1; at >= 0; at--)
        {
            if (Versions[at].Record.Application == id) Versions.Remove(Versions[at].Id);
        }

        for (var at = Secrets.Count - 1; at >= 0; at--)
        {
            if (Secrets[at].Record.Application == id) Secrets.Remove(Secrets[at].Id);
        }
    }

    private void Delete(VenvId id)
    {
        Venvs.Remove(id);
        for (var at = VenvVersions.Count - 1; at >= 0; at--)
        {
            if (VenvVersions[at].Record.Venv == id) VenvVersions.Remove(VenvVersions[at].Id);
        }
    }
}
