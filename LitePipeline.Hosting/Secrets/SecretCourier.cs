using LitePipeline.Core.Actions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Hosting.Manager;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Puts an application's secrets into the message that starts an attempt, as the last thing before it is sent.</summary>
internal sealed partial class SecretCourier(SecretKeys keys, ManagerQueue queue, TimeProvider time, ILogger<SecretCourier> logger)
{
    /// <summary>The message to send; null where a secret does not open: the attempt has failed then, and its node need not hear of it.</summary>
    public async ValueTask<ManagerMessage?> OpenAsync(ManagerEffect.Send effect, NodeSession session)
    {
        if (effect.Secrets.IsEmpty || effect.Message is not ManagerMessage.RunAction run) return effect.Message;
        if (session is { Channel.IsPrivate: false, IsToldPlain: false })
        {
            session.IsToldPlain = true;
            LogPlain(session.Channel.Node.Name, session.Channel.RemoteAddress);
        }

        var name = "";
        try
        {
            return run with { Secrets = [.. effect.Secrets.Select(secret => { name = secret.Name; return keys.Open(secret); })] };
        }
        catch (Exception failure)
        {
            // Whatever is wrong with a key or a row, it is this attempt's failure and not the connection's.
            LogNotOpened(failure, name, run.Assignment.Attempt);
            var now = time.GetUtcNow();
            var result = new ActionResult { StartedAt = now, EndedAt = now, Failure = new ActionFailure(ActionFailureKind.NotStarted, $"The manager cannot decrypt the secret {name}: put back the folder of its keys, secret-keys in the data folder unless another was set, or set the secret anew.") };
            await queue.PostAsync(new ManagerInput.NodeSaid(effect.Session, new NodeMessage.ActionFinished(run.Assignment.Attempt, result)), session.Ended);
            return null;
        }
    }

    [LoggerMessage(1070, LogLevel.Warning, "Secrets go to node {Node} at {Address} over a connection without TLS: whoever listens on the way reads them")]
    private partial void LogPlain(string node, string address);

    [LoggerMessage(1071, LogLevel.Error, "The secret {Name} for {Attempt} cannot be decrypted: its key is not in the manager's folder of keys, or its row was changed")]
    private partial void LogNotOpened(Exception failure, string name, AttemptKey attempt);
}
