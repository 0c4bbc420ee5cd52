using LitePipeline.Core;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public Task<Page<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);
}
