using System.Text.Json.Serialization;
using LitePipeline.Hosting.Pipelines;

namespace LitePipelineApp;

public sealed record Text(string Value);

public sealed record Word(string Value, int Length);

public sealed record Report(int Words, string? Longest);

/// <summary>What goes from action to action: the compiler writes how it becomes JSON.</summary>
[JsonSerializable(typeof(Text))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Word))]
[JsonSerializable(typeof(Report))]
public sealed partial class AppJson : JsonSerializerContext;

internal static class Words
{
    public static async IAsyncEnumerable<string> SplitAsync(Text text, ActionContext context)
    {
        foreach (var word in text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            yield return word;
        }

        await Task.CompletedTask;
    }

    public static Task<Word> MeasureAsync(string word, ActionContext context) => Task.FromResult(new Word(word, word.Length));
}
