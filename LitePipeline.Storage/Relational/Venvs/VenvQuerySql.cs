using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Venvs;

internal static class VenvQuerySql
{
    public static Page<VenvRecord> Run(StoreReader reader, VenvQuery query)
    {
        var conditions = new Conditions(reader.Dialect).Is("id", SqlValues.Of(query.Id?.Value)).Fits("name", query.Name);
        return reader.InOrder<VenvRow, VenvRecord>(VenvRow.Columns, "venvs", conditions, "sequence", PageRange.Of(query), row => row.ToVenv());
    }
}
