using System.Text;

namespace LitePipeline.Fuzzing.Tests;

/// <summary>What was found, so that it is not found again.</summary>
public class FindingTests
{
    [Theory]
    [InlineData("half a character for a member's name", 0, """{"actions":[{"name":"first","main":"true","\udfff":1}],"output_action":"first"}""")]
    [InlineData("half a character for a size", 0, """{"actions":[{"name":"first","main":"true","resources":{"memory":"\ud800"}}],"output_action":"first"}""")]
    [InlineData("half a character for graphics processors", 0, """{"actions":[{"name":"first","main":"true","docker":{"name":"i","args":{"gpus":"\ud800"}}}],"output_action":"first"}""")]
    [InlineData("half a character for a port", 0, """{"actions":[{"name":"first","main":"true","docker":{"name":"i","args":{"ports":{"80/tcp":"\ud800"}}}}],"output_action":"first"}""")]
    [InlineData("half a character for an address", 0, """{"actions":[{"name":"first","main":"true","docker":{"name":"i","args":{"ports":{"80/tcp":["\ud800",1]}}}}],"output_action":"first"}""")]
    [InlineData("half a character for an entrypoint", 0, """{"actions":[{"name":"first","main":"true","docker":{"name":"i","args":{"entrypoint":"\ud800"}}}],"output_action":"first"}""")]
    [InlineData("half a character in a schema", 0, """{"actions":[{"name":"first","main":"true"}],"output_action":"first","input_schema":{"\ud800":1,"type":"\udfff"}}""")]
    [InlineData("half a character among a schema's types", 0, """{"actions":[{"name":"first","main":"true"}],"output_action":"first","input_schema":{"type":["\udfff","object"]}}""")]
    [InlineData("half a character beside an application's name", 1, """{"applications":[{"\ud800":1,"name":"one","app_id":"0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d"}]}""")]
    public void A_configuration_is_read_or_refused(string what, byte kind, string json)
    {
        Assert.NotEmpty(what);
        using var target = Targets.Open("configurations");
        Assert.NotEmpty(target.Target.Run([kind, .. Encoding.UTF8.GetBytes(json)]));
    }

    [Theory]
    [InlineData("""{"\ud800":0}""")]
    [InlineData("""{"x\udfff":0}""")]
    public void A_body_with_a_member_that_is_half_a_character_is_answered(string json)
    {
        using var target = Targets.Open("http");
        foreach (var request in new[] { "PUT /service/update", "POST /api/v1/tasks" })
        {
            var outcome = target.Target.Run(Encoding.UTF8.GetBytes($"{request} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: @length@\r\n\r\n{json}"));
            Assert.Contains("InvalidParameters", outcome, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("application/json", "POST /api/v1/tasks")]
    [InlineData("application/json", "POST /task/create")]
    [InlineData("multipart/form-data; boundary=b", "POST /api/v1/applications")]
    [InlineData("multipart/form-data; boundary=b", "POST /app/create")]
    public void A_chunk_whose_length_no_number_holds_is_a_bad_request(string type, string route)
    {
        using var target = Targets.Open("http");
        var outcome = target.Target.Run(Encoding.UTF8.GetBytes($"{route} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n9999999999999999\r\n{{}}\r\n0\r\n\r\n"));
        Assert.True(outcome == "hung up" || outcome.Contains("InvalidParameters", StringComparison.Ordinal), outcome);
    }
}
