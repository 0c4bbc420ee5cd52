namespace LitePipeline.Core.Packages;

/// <summary>What a kind of thing that has versions is called, and how requests about it are refused.</summary>
/// <param name="Noun">Its name for people, in the singular.</param>
/// <param name="Field">The request's field that names one.</param>
/// <param name="NoSuchCode">The error where there is none.</param>
/// <param name="NoSuchVersionCode">The error where it has no such version.</param>
internal sealed record VersionedKind(string Noun, string Field, ErrorCode NoSuchCode, ErrorCode NoSuchVersionCode)
{
    private const string VersionField = "history_id";

    public Refusal NoSuch(object id) =>
        new(NoSuchCode, $"There is no {Noun} {id}; list the {Noun}s to find the right id.", Field);

    public Refusal NoSuchVersion(object id, long historyId) =>
        new(NoSuchVersionCode, $"The {Noun} {id} has no version with the number {historyId}; list its history to find the right one.", VersionField);

    public Refusal IsCurrent(object id, long historyId) =>
        new(ErrorCode.OperationFailed, $"The version {historyId} is the current one of the {Noun} {id}; activate another version first, or remove the {Noun} itself.", VersionField);

    public Refusal ExistsAlready(object id) => new(ErrorCode.InvalidParameters, $"There is a {Noun} with the id {id} already.", Field);
}
