using System.Net;
using System.Text.Json;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether the manager lets who asks in, and as what.</summary>
internal sealed class SignInCheck(ManagerAccess manager) : IDoctorCheck
{
    public string Name => "sign-in";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        using var answer = await manager.GetAsync("api/v1/me", cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
        {
            var why = (await Client.Refusal.OfProblemAsync(answer, cancellationToken)).Message;
            return [Finding.Wrong(manager.Credentials is { } known ? $"{known.User} is not let in: {why}" : $"nobody is named, and the manager asks who it is: {why}", "Give -u and -p, or LITEPIPELINE_USER and LITEPIPELINE_PASSWORD, of one of the users in the manager's file.")];
        }

        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        var (user, role) = (json.RootElement.GetProperty("user").GetString(), json.RootElement.GetProperty("role").GetString());
        return [Finding.Ok(user is null ? $"the manager has no users: whoever is on its machine is {role}" : $"{user} is {role}")];
    }
}
