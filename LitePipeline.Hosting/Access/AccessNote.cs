namespace LitePipeline.Hosting.Access;

/// <summary>Somebody came in, or did not.</summary>
/// <param name="Verb">What happened: <c>sign_in</c>, <c>sign_out</c>, <c>fail</c>, <c>slow</c> or <c>refuse</c>.</param>
/// <param name="Noun">As what: <c>user</c> or <c>node</c>.</param>
/// <param name="Actor">Who it was, as far as they have shown it.</param>
/// <param name="Origin">The address that they called from, without its port; null where that is not known.</param>
/// <param name="Name">The user whom it is about, where it is one that there is: what strangers make up is not written down, and may be a password in the wrong field.</param>
public sealed record AccessNote(string Verb, string Noun, string Actor, string? Origin = null, string? Name = null)
{
    /// <summary>What else is known. Notes that differ in it alone are counted as one.</summary>
    public string? Details { get; init; }
}
