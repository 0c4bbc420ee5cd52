using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Venvs;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>In what the answers about applications and about venvs differ: the names of their fields.</summary>
internal abstract class PackagedAnswers<TRecord, TVersion>
{
    /// <summary>The parameter that names one.</summary>
    public abstract string IdField { get; }

    /// <summary>The types of the answers, for the document: created, list, info, history list, history info.</summary>
    public abstract (Type Created, Type List, Type Info, Type HistoryList, Type HistoryInfo) Types { get; }

    public abstract IResult Created(Guid id);

    public abstract IResult List(Page<TRecord> page, int offset, int limit);

    public abstract IResult Info(TRecord one, bool withConfig);

    public abstract IResult HistoryList(Page<TVersion> page, int offset, int limit);

    public abstract IResult HistoryInfo(TVersion version, bool withConfig);
}

/// <summary>The answers about applications.</summary>
internal sealed class AppAnswers : PackagedAnswers<ApplicationRecord, ApplicationVersionRecord>
{
    public override string IdField => "app_id";

    public override (Type Created, Type List, Type Info, Type HistoryList, Type HistoryInfo) Types =>
        (typeof(AppCreatedAnswer), typeof(AppListAnswer), typeof(AppInfoAnswer), typeof(AppHistoryListAnswer), typeof(AppHistoryInfoAnswer));

    public override IResult Created(Guid id) => Answers.Json(new AppCreatedAnswer(id));

    public override IResult List(Page<ApplicationRecord> page, int offset, int limit) => Answers.Json(new AppListAnswer([.. page.Items.Select(Rows.Of)], page.Total, offset, limit));

    public override IResult Info(ApplicationRecord one, bool withConfig) => Answers.Json(new AppInfoAnswer(Rows.Of(one), withConfig ? one.Configuration : null));

    public override IResult HistoryList(Page<ApplicationVersionRecord> page, int offset, int limit) =>
        Answers.Json(new AppHistoryListAnswer([.. page.Items.Select(Rows.Of)], page.Total, offset, limit));

    public override IResult HistoryInfo(ApplicationVersionRecord version, bool withConfig) =>
        Answers.Json(new AppHistoryInfoAnswer(Rows.Of(version), withConfig ? version.Configuration : null));
}

/// <summary>The answers about venvs, which have no configuration.</summary>
internal sealed class VenvAnswers : PackagedAnswers<VenvRecord, VenvVersionRecord>
{
    public override string IdField => "venv_id";

    public override (Type Created, Type List, Type Info, Type HistoryList, Type HistoryInfo) Types =>
        (typeof(VenvCreatedAnswer), typeof(VenvListAnswer), typeof(VenvInfoAnswer), typeof(VenvHistoryListAnswer), typeof(VenvHistoryInfoAnswer));

    public override IResult Created(Guid id) => Answers.Json(new VenvCreatedAnswer(id));

    public override IResult List(Page<VenvRecord> page, int offset, int limit) => Answers.Json(new VenvListAnswer([.. page.Items.Select(Rows.Of)], page.Total, offset, limit));

    public override IResult Info(VenvRecord one, bool withConfig) => Answers.Json(new VenvInfoAnswer(Rows.Of(one)));

    public override IResult HistoryList(Page<VenvVersionRecord> page, int offset, int limit) =>
        Answers.Json(new VenvHistoryListAnswer([.. page.Items.Select(Rows.Of)], page.Total, offset, limit));

    public override IResult HistoryInfo(VenvVersionRecord version, bool withConfig) => Answers.Json(new VenvHistoryInfoAnswer(Rows.Of(version)));
}
