using LitePipeline.Core.Applications;
using LitePipeline.Core.Venvs;

namespace LitePipeline.AspNetCore.Api.Payloads;

internal static partial class Rows
{
    public static AppRow Of(ApplicationRecord app) => new(
        app.Sequence, app.Id.Value, app.Name, Time(app.CreatedAt), Time(app.UpdatedAt), app.Package.Sha1, app.Description);

    public static AppHistoryRow Of(ApplicationVersionRecord version) => new(
        version.HistoryId, version.Application.Value, Time(version.CreatedAt), version.Package.Sha1, version.Description);

    public static VenvRow Of(VenvRecord venv) => new(
        venv.Sequence, venv.Id.Value, venv.Name, Time(venv.CreatedAt), Time(venv.UpdatedAt), venv.Package.Sha1, venv.Description);

    public static VenvHistoryRow Of(VenvVersionRecord version) => new(
        version.HistoryId, version.Venv.Value, Time(version.CreatedAt), version.Package.Sha1, version.Description);
}
