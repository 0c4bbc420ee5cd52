using System.Net;
using System.Text.Json;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether a manager answers at the address, and says that it can work.</summary>
internal sealed class ServiceCheck(ManagerAccess manager) : IDoctorCheck
{
    public string Name => "manager";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        using var answer = await manager.GetAsync("api/v1/health", cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable && json.RootElement.TryGetProperty("status", out var status))
            {
                return answer.StatusCode == HttpStatusCode.OK
                    ? [Finding.Ok($"{manager.Address} answers: {status.GetString()}")]
                    : [Finding.Wrong($"{manager.Address} answers that it cannot work: {json.RootElement.GetProperty("checks").GetRawText()}", "Look at its log: most often its disk is full or cannot be written. 'doctor manager FILE' on its machine says more.")];
            }
        }
        catch (JsonException)
        {
            // Another program's page.
        }

        return [Finding.Wrong($"{manager.Address} answers {(int)answer.StatusCode} {answer.ReasonPhrase}, and not as this LitePipeline's manager does", "Give the manager's HTTP port. The original's managers can be used with the commands for them, but not looked through.")];
    }
}
