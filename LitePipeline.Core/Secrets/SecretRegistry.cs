using System.Collections.Immutable;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Secrets;

/// <summary>The secrets of the applications, encrypted.</summary>
internal sealed class SecretRegistry
{
    private static readonly Comparer<SecretRecord> ByName = Comparer<SecretRecord>.Create((left, right) => string.CompareOrdinal(left.Name, right.Name));

    private static readonly ImmutableSortedSet<SecretRecord> None = ImmutableSortedSet<SecretRecord>.Empty.WithComparer(ByName);

    private readonly Dictionary<AppId, ImmutableSortedSet<SecretRecord>> _byApplication = [];
    private long _lastSequence;

    public void Restore(StoreSnapshot snapshot)
    {
        foreach (var secrets in snapshot.Secrets.GroupBy(secret => secret.Application)) _byApplication[secrets.Key] = secrets.ToImmutableSortedSet(ByName);
        _lastSequence = snapshot.Secrets.Select(secret => secret.Sequence).DefaultIfEmpty().Max();
    }

    /// <summary>An application's secrets, by name.</summary>
    public ImmutableSortedSet<SecretRecord> Of(AppId application) => _byApplication.GetValueOrDefault(application, None);

    /// <summary>Whether an application has secrets, or had some since the machine was made.</summary>
    public bool HasHad(AppId application) => _byApplication.ContainsKey(application);

    public ManagerReply Set(ManagerInput.SetSecret command, ApplicationVersion? current, Step step)
    {
        if (current is null) return new ManagerReply(ApplicationRegistry.Unknown(command.Application));
        if (SecretRules.FindNameProblem(command.Name) is { } problem) return new ManagerReply(problem);
        if (SecretRules.FindClash(current.Plan.Definition, [command.Name]) is var (action, name))
            return Refuse(ErrorCode.InvalidParameters, $"The action '{action}' sets {name} in the environment of its container itself; give another name, or take it out of the configuration.");
        var secrets = Of(command.Application);
        var before = Find(secrets, command.Name);
        if (before is null && secrets.Count >= SecretRules.MaxPerApplication)
            return Refuse(ErrorCode.OperationFailed, $"The application {command.Application} has {secrets.Count} secrets, which is the most; delete one that is not needed, or put several values into one.");
        var secret = new SecretRecord
        {
            Sequence = before?.Sequence ?? ++_lastSequence,
            Application = command.Application,
            Name = command.Name,
            Protected = command.Protected,
            Revision = command.Revision,
            SetAt = step.Now,
            SetBy = command.Actor?.Name,
        };
        _byApplication[command.Application] = (before is null ? secrets : secrets.Remove(before)).Add(secret);
        step.Change(new StoreChange.SaveSecret(secret));
        return ManagerReply.Accepted;
    }

    public ManagerReply Delete(ManagerInput.DeleteSecret command, ApplicationVersion? current, Step step)
    {
        if (current is null) return new ManagerReply(ApplicationRegistry.Unknown(command.Application));
        if (Find(Of(command.Application), command.Name) is not { } secret)
            return Refuse(ErrorCode.SecretNotExists, $"The application {command.Application} has no secret of this name; list its secrets to find the right one.");
        _byApplication[command.Application] = Of(command.Application).Remove(secret);
        step.Change(new StoreChange.DeleteSecret(command.Application, command.Name));
        return ManagerReply.Accepted;
    }

    public ManagerReply Describe(AppId application, ApplicationVersion? current) => current is null
        ? new ManagerReply(ApplicationRegistry.Unknown(application))
        : new ManagerReply(null, Of(application).Select(secret => new SecretView(secret.Name, secret.SetAt, secret.SetBy)).ToImmutableArray());

    /// <summary>The application is removed, and its secrets with it.</summary>
    public void Forget(AppId application) => _byApplication.Remove(application);

    /// <summary>Why a configuration does not go with the secrets that its application has; null where it does.</summary>
    public Refusal? FindClash(AppId application, ApplicationDefinition definition) =>
        SecretRules.FindClash(definition, [.. Of(application).Select(secret => secret.Name)]) is var (action, name)
            ? new Refusal(ErrorCode.AppWrongFormat, $"The action '{action}' sets {name} in the environment of its container, and the application has a secret of this name; delete the secret, or take it out of the configuration.", "docker")
            : null;

    private static SecretRecord? Find(ImmutableSortedSet<SecretRecord> secrets, string name) => secrets.FirstOrDefault(secret => secret.Name == name);

    private static ManagerReply Refuse(ErrorCode code, string message) => new(new Refusal(code, message, "name"));
}
