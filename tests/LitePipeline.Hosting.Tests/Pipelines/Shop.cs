using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LitePipeline.Hosting.Pipelines;

namespace LitePipeline.Hosting.Tests.Pipelines;

/// <summary>A shop's orders: the pipelines that the tests run.</summary>
internal static class Shop
{
    public static PipelineDefinition<Order, Receipt> Orders { get; } = PipelineDefinition.Create<Order, Receipt>("orders", ShopJson.Default, static pipeline =>
    {
        pipeline.Description = "Prices and packs an order";
        pipeline.MaxRunningTasks = 4;
        var lines = pipeline.ForEach<PriceList, Order, Line, Money>(
                "price", pipeline.Input,
                static (prices, order, context) => prices.LinesOfAsync(order, context.CancellationToken),
                static (prices, line, context) => prices.PriceAsync(line, context.CancellationToken),
                static line => line.Article)
            .Each(static line => line.Retry(2).Timeout(TimeSpan.FromMinutes(1)))
            .WithRetry(3, TimeSpan.FromSeconds(1), factor: 2);
        var parcel = pipeline.Action("pack", pipeline.Input, static (order, _) => new Parcel(order.Lines.Sum(line => line.Count))).WithResources(slots: 1, memory: 1024).WithCache();
        return pipeline.Action("receipt", lines, parcel, pipeline.Input, static (prices, parcel, order, _) =>
            new Receipt(order.Customer, prices.Sum(price => price.Cents), parcel.Pieces, [.. prices.Select(price => price.Cents)]));
    });
}

internal sealed record Order([property: Description("Who pays")] string Customer, IReadOnlyList<Line> Lines, [property: Range(0, 9)] int Priority = 0);

internal sealed record Line(string Article, int Count);

internal sealed record Money(int Cents);

internal sealed record Parcel(int Pieces);

internal sealed record Receipt(string Customer, int TotalCents, int Pieces, IReadOnlyList<int> Prices);

/// <summary>What a scope makes anew for each attempt.</summary>
internal sealed class PriceList(PriceBook book)
{
    public async IAsyncEnumerable<Line> LinesOfAsync(Order order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var line in order.Lines)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (book.PriceOf(line.Article) == 0) throw new InvalidOperationException($"Nobody sells '{line.Article}'.");
            yield return line;
        }
    }

    public Task<Money> PriceAsync(Line line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new Money(line.Count * book.PriceOf(line.Article)));
    }
}

internal sealed class PriceBook(int centsPerLetter)
{
    public int PriceOf(string article) => article.Length * centsPerLetter;
}

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Money))]
[JsonSerializable(typeof(Parcel))]
internal sealed partial class ShopJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Line))]
[JsonSerializable(typeof(Parcel))]
internal sealed partial class CamelJson : JsonSerializerContext;
