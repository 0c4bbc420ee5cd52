namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Somebody came in, or did not: for the audit trail alone. Its actor says who and from where.</summary>
    /// <param name="Verb">What happened: <c>sign_in</c>, <c>sign_out</c>, <c>fail</c>, <c>slow</c> or <c>refuse</c>.</param>
    /// <param name="Noun">As what: <c>user</c> or <c>node</c>.</param>
    /// <param name="Name">The user whom it is about, where it is one that there is.</param>
    /// <param name="Details">What else is known.</param>
    public sealed record NoteAccess(string Verb, string Noun, string? Name, string? Details) : ManagerInput;
}
