using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core;

public partial interface IPipelineManager
{
    /// <summary>Lists who did what, newest first. What a host does without saying who commands it is not in it.</summary>
    Task<Page<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default);
}
