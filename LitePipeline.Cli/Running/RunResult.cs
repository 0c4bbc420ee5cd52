using System.CommandLine;
using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Running;

/// <summary>What the two commands that run something and wait for it have in common.</summary>
internal static class RunResult
{
    /// <summary>Starts it and returns its id.</summary>
    public static async Task<string> StartAsync(ManagerClient manager, string route, RequestBody body, string idMember, CancellationToken cancellationToken)
    {
        var answer = await manager.PostAsync(route, body, cancellationToken);
        if (Refusal.Of(answer) is { } refusal) throw refusal;
        return answer.TryGetProperty(idMember, out var id) && id.GetString() is { } text ? text : throw ToolException.Failed($"The manager's answer has no {idMember}.");
    }

    /// <summary>Follows it; a Ctrl-C leaves it running and says so.</summary>
    public static async Task<T> FollowAsync<T>(ParseResult parsed, string what, string id, Func<Task<T>> follow)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await follow();
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"The {what} {id} goes on. Stop it with '{what} stop -{what[0]} {id}'.");
            throw;
        }
    }

    /// <summary>Prints the result of what has ended.</summary>
    public static async Task PrintAsync(ParseResult parsed, ManagerClient manager, string route, Query query, string member, bool onOneLine, CancellationToken cancellationToken)
    {
        var answer = await manager.GetAsync(route, query, cancellationToken);
        if (Refusal.Of(answer) is { } refusal) throw refusal;
        var result = Answers.Row(Answers.Row(answer, member), "result");
        await parsed.InvocationConfiguration.Output.WriteLineAsync(onOneLine ? CompactJson.Write(result) : PythonJson.Write(result));
    }
}
