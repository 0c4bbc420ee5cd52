using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public Task<Page<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Audit, query).With("subject", query.Subject).With("actor", query.Actor).With("noun", query.Noun).With("verb", query.Verb).ToString(),
        ApiJsonContext.Default.PagePayloadAuditRecord, cancellationToken);
}
