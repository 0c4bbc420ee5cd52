using System.Security.Cryptography;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    /// <summary>Creates something once under an id of the caller's choice: a repeat finds it and does nothing, another request under the id is refused.</summary>
    /// <param name="id">The id.</param>
    /// <param name="noun">What it is, for people.</param>
    /// <param name="find">Asks for what has the id.</param>
    /// <param name="differencesAsync">In what the request differs from what is there.</param>
    /// <param name="create">Creates it.</param>
    private Task CreateOnceAsync<T>(Guid id, string noun, StoreQuery<T> find, Func<T, Task<string[]>> differencesAsync, Func<Task> create) => chosenIds.RunAsync(id, async () =>
    {
        if (id == Guid.Empty) throw Refused(ErrorCode.InvalidParameters, "The id is the empty UUID; give one of your own making, or none.", "id");
        if (DerivedId.IsOne(id)) throw Refused(ErrorCode.InvalidParameters, $"The id {id} is of the kind that the manager gives to what it starts by itself (its third group is 8000); give another one, such as of version 4 or 7.", "id");
        // Who gives up waiting must not let the next one of the same id pass before this one is decided: so nothing here is given up.
        var found = await store.QueryAsync(find, CancellationToken.None);
        if (found.Items.Count == 0)
        {
            await create();
            return;
        }

        var differences = await differencesAsync(found.Items[0]);
        if (differences.Length > 0)
            throw Refused(
                ErrorCode.InvalidParameters,
                $"There is a {noun} with the id {id} already, with another {string.Join(", another ", differences)}; give a new id or Idempotency-Key, or repeat the request as it was.", "id");
    });

    private static string[] Differences(params ReadOnlySpan<(string Name, bool Differs)> fields)
    {
        var differing = new List<string>();
        foreach (var (name, differs) in fields)
            if (differs) differing.Add(name);
        return [.. differing];
    }

    // Of what was changed since, nobody can tell any more what the first request was.
    private static bool IsChanged(DateTimeOffset createdAt, DateTimeOffset updatedAt) => updatedAt != createdAt;

    private static bool Differ(JsonData one, JsonData other) => one != other && !JsonElement.DeepEquals(one.ToElement(), other.ToElement());

    private static async Task<string> Sha256Async(Stream content, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
}
