using System.Text.Json;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadWorkflowTests
{
    private const string Id = "915702d1-5e40-4c12-a1f2-fff73fa2908d";
    private static readonly AppId App = new(new Guid(Id));

    [Fact]
    public void A_full_configuration_is_read_as_it_is_written()
    {
        var workflow = Reading.Workflow("""
            {
              "applications": [
                {"name": "first", "app_id": "915702d1-5e40-4c12-a1f2-fff73fa2908d", "condition": []},
                {"name": "zweite/Anwendung ä", "app_id": "915702D1-5E40-4C12-A1F2-FFF73FA2908D"},
                {"name": "third", "app_id": "00000000-0000-0000-0000-000000000003", "condition": ["first", "zweite/Anwendung ä"], "comment": "mine"}
              ],
              "event_applications": {"fail": {"app_id": "00000000-0000-0000-0000-00000000000f"}, "success": {"app_id": "00000000-0000-0000-0000-000000000005"}}
            }
            """);

        Assert.Equal(["first", "zweite/Anwendung ä", "third"], workflow.Applications.Select(application => application.Name));
        Assert.Equal((App, App), (workflow.Applications[0].Application, workflow.Applications[1].Application));
        Assert.Empty(workflow.Applications[1].Condition);
        Assert.Equal<string>(["first", "zweite/Anwendung ä"], workflow.Applications[2].Condition);
        Assert.Equal("00000000-0000-0000-0000-000000000005", workflow.OnSuccess.ToString());
        Assert.Equal("00000000-0000-0000-0000-00000000000f", workflow.OnFail.ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"fail": null}""")]
    public void Event_applications_may_be_left_out(string events)
    {
        var workflow = Reading.Workflow($$"""{"applications": [{"name": "a", "app_id": "{{Id}}", "condition": null}], "event_applications": {{events}}, "version": 2}""");

        Assert.Equal((null, null), (workflow.OnSuccess, workflow.OnFail));
    }

    [Fact]
    public void An_object_without_members_is_a_workflow_that_is_still_to_be_written() =>
        Assert.Empty(Reading.Workflow(" { } ").Applications);

    [Theory]
    [InlineData("", "$: is empty; it must be a JSON object.")]
    [InlineData("[]", "$: is an array, must be an object with 'applications'.")]
    [InlineData("""{"description": "x"}""", "$.applications: is missing; list the workflow's applications: [{\"name\": \"first\", \"app_id\": \"...\"}].")]
    [InlineData("""{"applications": {}}""", "$.applications: is an object, must be an array of applications.")]
    [InlineData("""{"applications": []}""", "$.applications: is empty; a workflow has at least one application.")]
    [InlineData("""{"applications": ["a"]}""", "$.applications[0]: is a string, must be an object.")]
    [InlineData("""{"aplications": []}""",
        "$.aplications: is not a known member; did you mean 'applications'? Rename or remove it.",
        "$.applications: is missing; list the workflow's applications: [{\"name\": \"first\", \"app_id\": \"...\"}].")]
    [InlineData("""{"applications": [{"name": "a", "app_id": "915702d1-5e40-4c12-a1f2-fff73fa2908d"}], "event_actions": {"fail": {}}}""",
        "$.event_actions: is not a known member; did you mean 'event_applications'? Rename or remove it.")]
    [InlineData("""{"applications": [{"name": "a", "app_id": "915702d1-5e40-4c12-a1f2-fff73fa2908d"}], "event_applications": {"failed": {}, "success": {}}}""",
        "$.event_applications.failed: is not a known member; did you mean 'fail'? Rename or remove it.",
        "$.event_applications.success.app_id: is missing; give the application's id.")]
    [InlineData("""{"applications": [{"name": "a", "app_id": "915702d1-5e40-4c12-a1f2-fff73fa2908d"}], "event_applications": {"fail": {"id": "x"}, "success": "x"}}""",
        "$.event_applications.success: is a string, must be an object with 'app_id'.",
        "$.event_applications.fail.id: is not a known member; did you mean 'app_id'? Rename or remove it.",
        "$.event_applications.fail.app_id: is missing; give the application's id.")]
    public void What_is_wrong_with_the_whole_is_named(string json, params string[] problems) =>
        Assert.Equal(problems, Reading.Problems(() => Reading.Workflow(json)));

    [Theory]
    [InlineData("\"name\": 3", "name: is a number, must be a string.")]
    [InlineData("\"name\": \" \"", "name: is empty; give the application a name in the workflow.")]
    [InlineData("\"name\": \"success\"", "name: is 'success', which is kept for the event application of that name; choose another name.")]
    [InlineData("\"name\": \"fail\"", "name: is 'fail', which is kept for the event application of that name; choose another name.")]
    [InlineData("\"name\": \"task_id\"", "name: is 'task_id', a key that the node sets in each action's input; choose another name.")]
    [InlineData("\"name\": \"target_env\"", "name: is 'target_env', the key of an input that says where actions run; choose another name.")]
    [InlineData("\"name\": \"a\\nb\"", "name: holds the control character U+000A; remove it.")]
    [InlineData("\"name\": \"a\", \"condition\": \"b\"", "condition: is a string, must be an array of application names, such as [\"first\"].")]
    [InlineData("\"name\": \"a\", \"condition\": [\"a\"]", "condition[0]: names the application itself; remove it.")]
    [InlineData("\"name\": \"a\", \"depends_on\": []", "depends_on: is not a known member; did you mean 'condition'? Rename or remove it.")]
    public void A_wrong_member_of_an_application_is_named(string members, string problem) =>
        Assert.Equal([$"$.applications[0].{problem}"], Reading.Problems(() => Reading.Workflow($$"""{"applications": [{"app_id": "{{Id}}", {{members}}}]}""")));

    [Theory]
    [InlineData("\"x\": 1", "app_id: is missing; give the application's id.")]
    [InlineData("\"app_id\": \"\"", "app_id: is empty; give the application's id.")]
    [InlineData("\"app_id\": \"first\"", "app_id: is 'first', must be an application's id, a UUID; the list of applications shows it.")]
    [InlineData("\"app_id\": 7", "app_id: is a number, must be a string.")]
    public void A_wrong_id_is_named(string member, string problem) =>
        Assert.Equal([$"$.applications[0].{problem}"], Reading.Problems(() => Reading.Workflow($$"""{"applications": [{"name": "a", {{member}}}]}""")));

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var refused = Assert.Throws<DefinitionInvalidException>(() => Reading.Workflow($$"""
            {"applications": [
              {"name": "first", "app_id": "{{Id}}", "condition": ["frist", "third"]},
              {"app_id": "{{Id}}"},
              {"name": "third", "app_id": "x", "condition": ["first", "first"]},
              {"name": "first", "app_id": "{{Id}}"}
            ], "event_applications": {"fail": {"app_id": 1} } }
            """));

        Assert.Equal((ErrorCode.InvalidParameters, "configuration"), (refused.Code, refused.Field));
        Assert.Equal(
            [
                "$.applications[1].name: is missing; give the application a name in the workflow.",
                "$.applications[2].condition[1]: names 'first' a second time; remove it.",
                "$.applications[2].app_id: is 'x', must be an application's id, a UUID; the list of applications shows it.",
                "$.applications[3].name: is 'first', the name of $.applications[0] too; give each application its own name.",
                "$.applications[0].condition[0]: names 'frist', which is not one of the applications; did you mean 'first'?",
                "$.applications[0].condition[1]: closes a cycle, in which no application could ever start: first -> third -> first (each waits for the next); remove one of these conditions.",
                "$.event_applications.fail.app_id: is a number, must be a string.",
            ],
            refused.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Ten_thousand_applications_in_a_chain_are_read()
    {
        var applications = Enumerable.Range(0, 10_000).Select(i => new { name = $"a{i}", app_id = Id, condition = i > 0 ? [$"a{i - 1}"] : Array.Empty<string>() });
        var workflow = Reading.Workflow(JsonSerializer.Serialize(new { applications }));

        Assert.Equal("a9998", Assert.Single(workflow.Applications[^1].Condition));
    }
}
