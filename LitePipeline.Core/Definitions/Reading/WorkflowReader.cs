using System.Text.Json;
using LitePipeline.Core.Applications;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads a workflow's configuration and checks what concerns all of its applications together.</summary>
internal static class WorkflowReader
{
    private const string Noun = "application";
    private static readonly MemberNames Members = new(
        ["applications", "event_applications"], ("apps", "applications"), ("events", "event_applications"), ("event_apps", "event_applications"), ("event_actions", "event_applications"));
    private static readonly MemberNames Application = new(
        ["name", "app_id", "condition"],
        ("conditions", "condition"), ("depends_on", "condition"), ("needs", "condition"), ("id", "app_id"), ("application_id", "app_id"), ("application", "app_id"));
    private static readonly MemberNames Event = new(["app_id"], ("id", "app_id"), ("application_id", "app_id"), ("application", "app_id"));

    public static WorkflowDefinition Read(JsonElement root)
    {
        // As the original's client sends it for a workflow whose configuration is still to come.
        if (root.ValueKind == JsonValueKind.Object && !root.EnumerateObject().Any()) return new WorkflowDefinition { Applications = [] };
        var problems = new ProblemList();
        var reader = ObjectReader.Open(root, JsonPath.Root, problems, Members, "an object with 'applications'");
        var applications = reader is null ? [] : ReadApplications(reader, problems);
        var places = reader is null ? [] : NamedList.NamesAsWritten(reader["applications"]);
        ConditionRules.Check(
            Array.ConvertAll(applications, application => application is null ? (ConditionRules.Item?)null : new(application.Name, application.Condition)),
            places, JsonPath.Root.Member("applications"), problems, Noun);
        var events = reader?.OpenMember("event_applications", ApplicationReader.Events, "an object with 'success' or 'fail'");
        var onSuccess = ReadEvent(events, ApplicationDefinition.SuccessEvent);
        var onFail = ReadEvent(events, ApplicationDefinition.FailEvent);
        problems.ThrowIfAny();
        return new WorkflowDefinition { Applications = NamedList.Whole(applications), OnSuccess = onSuccess, OnFail = onFail };
    }

    private static WorkflowApplication?[] ReadApplications(ObjectReader reader, ProblemList problems)
    {
        var element = reader["applications"];
        if (!reader.Has("applications")) reader.Report("applications", "is missing; list the workflow's applications: [{\"name\": \"first\", \"app_id\": \"...\"}].");
        else if (element.ValueKind != JsonValueKind.Array) reader.WrongType("applications", "an array of applications");
        else if (element.GetArrayLength() == 0) reader.Report("applications", "is empty; a workflow has at least one application.");
        else
        {
            return NamedList.Read(element, reader.Path.Member("applications"), problems, ReadApplication, application => application.Name, Noun);
        }
        return [];
    }

    private static WorkflowApplication? ReadApplication(JsonElement element, JsonPath path, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, problems, Application) is not { } reader) return null;
        var name = ReadName(reader);
        var condition = ConditionReader.Read(reader, name, Noun);
        // An unusable id is no reason to miss what is wrong between the applications.
        var application = ReadId(reader) ?? default;
        return name is null ? null : new WorkflowApplication(name, application, condition);
    }

    private static AppId? ReadEvent(ObjectReader? events, string name) =>
        events?.OpenMember(name, Event, "an object with 'app_id'") is { } reader ? ReadId(reader) : null;

    private static string? ReadName(ObjectReader reader)
    {
        if (!reader.TryText("name", out var name)) return null;
        if (string.IsNullOrWhiteSpace(name))
        {
            reader.Report("name", reader.Has("name") ? "is empty; give the application a name in the workflow." : "is missing; give the application a name in the workflow.");
            return null;
        }
        var problem = name == "target_env"
            ? "is 'target_env', the key of an input that says where actions run; choose another name."
            : ActionNames.KeyProblem(name, Noun);
        if (problem is null) return name;
        reader.Report("name", problem);
        return null;
    }

    private static AppId? ReadId(ObjectReader reader)
    {
        if (!reader.TryText("app_id", out var text)) return null;
        if (Guid.TryParse(text, out var id)) return new AppId(id);
        reader.Report("app_id", text is null
            ? reader.Has("app_id") ? "is empty; give the application's id." : "is missing; give the application's id."
            : $"is '{text}', must be an application's id, a UUID; the list of applications shows it.");
        return null;
    }
}
