using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Audit;

/// <summary>Adds a record for each command that somebody gave and that was accepted.</summary>
internal sealed class AuditTrail
{
    private long _lastSequence;

    public void Restore(StoreSnapshot snapshot) => _lastSequence = snapshot.LastAuditSequence;

    public void Note(ManagerInput input, ManagerReply reply, Step step)
    {
        if (input.Actor is not { } actor || reply.Refusal is not null) return;
        foreach (var command in AuditedCommand.Of(input))
        {
            step.Change(new StoreChange.AddAudit(new AuditRecord
            {
                Sequence = ++_lastSequence,
                At = step.Now,
                Actor = actor.Name,
                Origin = actor.Origin,
                Verb = command.Verb,
                Noun = command.Noun,
                Subject = command.Subject,
                Name = command.Name,
                Details = command.Details,
            }));
        }
    }
}
