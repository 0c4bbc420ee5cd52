using System.Text.Json.Serialization;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>Who answers.</summary>
internal sealed record AboutAnswer(string Message);

/// <summary>Done.</summary>
internal sealed record OkAnswer(string Result = OkAnswer.Ok)
{
    /// <summary>The value of <c>result</c> in every answer that is not a refusal.</summary>
    public const string Ok = "ok";
}

/// <summary>Not done, and nothing has changed: the error's name, what is wrong and what to do, and the field.</summary>
internal sealed record RefusedAnswer(
    string Result,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field);
