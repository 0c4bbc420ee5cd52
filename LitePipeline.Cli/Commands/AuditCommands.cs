using System.CommandLine;
using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;

namespace LitePipeline.Cli.Commands;

/// <summary><c>audit</c>: who did what.</summary>
internal static class AuditCommands
{
    public static Command Create(ClientOptions client) => new("audit", "Who did what: list.") { List(client) };

    private static ClientCommand List(ClientOptions client)
    {
        var (offset, limit) = (Flags.Offset(), Flags.Limit());
        var actor = Flags.Text("--actor", "-n", "Only what this user did.");
        var verb = Flags.Text("--verb", "-V", "Only what was done so: create, update, activate, delete, stop, rerun, recover, clear, set, drain, resume, remove, sign_in, sign_out, fail, slow, refuse.");
        var noun = Flags.Text("--noun", "-N", "Only what was done to an application, venv, secret, task, workspace, workflow, work, schedule, service, node or user.");
        var subject = Flags.Text("--subject", "-i", "Only what was done to the one of this id.");
        return new ClientCommand("list", "List who did what, newest first.", client,
            async (parsed, manager, cancellationToken) =>
            {
                var query = new AuditQuery
                {
                    Offset = parsed.GetValue(offset),
                    Limit = parsed.GetValue(limit),
                    Actor = parsed.GetValue(actor),
                    Verb = parsed.GetValue(verb),
                    Noun = parsed.GetValue(noun),
                    Subject = parsed.GetValue(subject) is { } id ? RemoteManager.ParseId(id, "--subject", "thing") : null,
                };
                var page = await manager.Remote.AskAsync(remote => remote.ListAuditAsync(query, cancellationToken));
                return JsonSerializer.SerializeToElement(new PagePayload<AuditRecord>(page.Items, page.Total, null), ApiJsonContext.Default.PagePayloadAuditRecord);
            },
            Answers.List("items", "at", "actor", "origin", "verb", "noun", "subject", "name", "details")) { offset, limit, actor, verb, noun, subject }
            .Example("127.0.0.1:8000 audit list -N application")
            .Example("127.0.0.1:8000 audit list -n ann -V stop");
    }
}
