using System.Text.Json.Serialization;
using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>An application was created.</summary>
internal sealed record AppCreatedAnswer(Guid AppId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of applications.</summary>
internal sealed record AppListAnswer(IReadOnlyList<AppRow> Apps, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One application; its configuration where it was asked for.</summary>
internal sealed record AppInfoAnswer(
    AppRow AppInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonData? AppConfig,
    string Result = OkAnswer.Ok);

/// <summary>A part of an application's history.</summary>
internal sealed record AppHistoryListAnswer(IReadOnlyList<AppHistoryRow> AppHistories, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One version of an application; its configuration where it was asked for.</summary>
internal sealed record AppHistoryInfoAnswer(
    AppHistoryRow HistoryInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonData? HistoryConfig,
    string Result = OkAnswer.Ok);

/// <summary>An application as the original shows it.</summary>
internal sealed record AppRow(long Id, Guid ApplicationId, string Name, string CreateAt, string UpdateAt, string Sha1, string Description);

/// <summary>A version of an application as the original shows it.</summary>
internal sealed record AppHistoryRow(long Id, Guid ApplicationId, string CreateAt, string Sha1, string Description);

/// <summary>A venv was created.</summary>
internal sealed record VenvCreatedAnswer(Guid VenvId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of venvs.</summary>
internal sealed record VenvListAnswer(IReadOnlyList<VenvRow> Venvs, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One venv.</summary>
internal sealed record VenvInfoAnswer(VenvRow VenvInfo, string Result = OkAnswer.Ok);

/// <summary>A part of a venv's history.</summary>
internal sealed record VenvHistoryListAnswer(IReadOnlyList<VenvHistoryRow> VenvHistories, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One version of a venv.</summary>
internal sealed record VenvHistoryInfoAnswer(VenvHistoryRow HistoryInfo, string Result = OkAnswer.Ok);

/// <summary>A venv as the original shows it.</summary>
internal sealed record VenvRow(long Id, Guid VenvId, string Name, string CreateAt, string UpdateAt, string Sha1, string Description);

/// <summary>A version of a venv as the original shows it.</summary>
internal sealed record VenvHistoryRow(long Id, Guid VenvId, string CreateAt, string Sha1, string Description);
