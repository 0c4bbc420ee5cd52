using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Core.Caching;

/// <summary>The digest over all that an action's result may follow from: its package, its command, its input, its secrets' revisions. What names one run only, such as the task's id, is not in it.</summary>
internal static class CacheKey
{
    // Raised when what is digested changes: entries of before then mean nothing any more.
    private const string Version = "litepipeline-cache-1";

    public static string Of(ActionAssignment assignment, params IEnumerable<SecretRecord> secrets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var action = assignment.Action;
        Add(hash, Version);
        Add(hash, assignment.Package.Sha256);
        Add(hash, action.Main);
        Add(hash, action.Handler);
        Add(hash, assignment.Venv?.Sha256 ?? action.Env);
        Add(hash, action.Docker?.Name);
        Add(hash, action.Docker?.Tag);
        Add(hash, action.Docker?.Args ?? default);
        Add(hash, assignment.DockerRegistry);
        Add(hash, action.Artifacts.Length);
        foreach (var path in action.Artifacts) Add(hash, path);
        var inputs = WorkspaceContract.InputsOf(assignment);
        Add(hash, inputs.Count);
        foreach (var (name, value) in inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, value.Span);
        }

        foreach (var condition in assignment.Conditions)
        {
            foreach (var artifact in condition.Artifacts)
            {
                Add(hash, condition.Action);
                Add(hash, artifact.Path);
                Add(hash, artifact.Sha256);
            }
        }

        foreach (var secret in secrets)
        {
            // Which value it has, but nothing of the value itself: entries are kept in the clear.
            Add(hash, secret.Name);
            Add(hash, secret.Revision.ToByteArray(bigEndian: true));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        // Nothing and the empty text are two different things.
        if (text is null) Add(hash, -1);
        else Add(hash, Encoding.UTF8.GetBytes(text));
    }

    private static void Add(IncrementalHash hash, JsonData data) => Add(hash, data.Utf8.Span);

    // With its length before it, so that no two lists of values are one text.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Add(hash, value.Length);
        hash.AppendData(value);
    }

    private static void Add(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
