using System.Text;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Packages;
using LitePipeline.Hosting.Pipelines;

namespace LitePipeline.Hosting.Tests.Pipelines;

public class PipelineConfigurationTests
{
    private static string ConfigurationOf(PipelineDefinition pipeline) => Encoding.UTF8.GetString(pipeline.Configuration);

    [Fact]
    public void A_pipeline_compiles_to_the_configuration_that_a_package_has() => Assert.Equal(
        """
        {
          "actions": [
            {
              "name": "price",
              "condition": [],
              "handler": "orders/price",
              "retry": {
                "attempts": 3,
                "backoff": {
                  "delay": 1,
                  "factor": 2,
                  "max": 86400
                }
              }
            },
            {
              "name": "pack",
              "condition": [],
              "handler": "orders/pack",
              "resources": {
                "slots": 1,
                "memory": 1024
              },
              "cache": true
            },
            {
              "name": "receipt",
              "condition": [
                "price",
                "pack"
              ],
              "handler": "orders/receipt"
            }
          ],
          "output_action": "receipt",
          "max_running_tasks": 4,
          "input_schema": {"type":"object","properties":{"customer":{"type":"string","description":"Who pays"},"lines":{"type":"array","items":{"type":"object","properties":{"article":{"type":"string"},"count":{"type":"integer"}},"required":["article","count"]}},"priority":{"type":"integer","default":0,"minimum":0,"maximum":9}},"required":["customer","lines"]}
        }
        """,
        ConfigurationOf(Shop.Orders));

    [Fact]
    public async Task Its_package_is_one_like_any_other()
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(Shop.Orders.Application, "orders", package);
        package.Position = 0;
        var inspected = await PackageArchive.InspectAsync(package, Core.Packages.PackageFormat.TarGz, new PackageLimits());
        Assert.Equal(ConfigurationOf(Shop.Orders), Encoding.UTF8.GetString(inspected.Configuration.Span));
        Assert.Equal("receipt", DefinitionReader.ReadApplication(inspected.Configuration).OutputAction);
    }

    [Fact]
    public void Results_that_several_actions_use_are_put_together_by_an_action_of_their_own()
    {
        var pipeline = PipelineDefinition.Create<int, int>("squares", static pipeline =>
        {
            var squares = pipeline.ForEach("square", pipeline.Input, static (most, _) => Enumerable.Range(1, most).ToAsyncEnumerable(), static (number, _) => Task.FromResult(number * number));
            var sum = pipeline.Action("sum", squares, static (all, _) => all.Sum());
            var count = pipeline.Action("count", squares, static (all, _) => all.Count);
            return pipeline.Action("mean", sum, count, static (sum, count, _) => sum / count);
        });
        Assert.Equal(
            ["square <- ", "square all <- square", "sum <- square all", "count <- square all", "mean <- sum, count"],
            pipeline.Application.Actions.Select(action => $"{action.Name} <- {string.Join(", ", action.Condition)}"));
        Assert.Equal("""{"type":"object","properties":{"value":{"type":"integer"}},"required":["value"]}""", pipeline.Application.InputSchema.ToString());
    }

    [Fact]
    public void A_context_that_names_a_policy_keeps_it()
    {
        var pipeline = PipelineDefinition.Create<Line, Parcel>("camel", CamelJson.Default, static pipeline => pipeline.Action("pack", pipeline.Input, static (line, _) => new Parcel(line.Count)));
        Assert.Contains("\"article\"", pipeline.Application.InputSchema.ToString(), StringComparison.Ordinal);
        var snake = PipelineDefinition.Create<Receipt, Parcel>("snake", ShopJson.Default, static pipeline => pipeline.Action("pack", pipeline.Input, static (receipt, _) => new Parcel(receipt.Pieces)));
        Assert.Contains("\"total_cents\"", snake.Application.InputSchema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_of_a_pipeline_have_handlers_of_their_own()
    {
        var second = PipelineDefinition.Create<int, int>("squares", static pipeline =>
        {
            pipeline.Version = "2";
            pipeline.OnFail(static (_, _) => Task.CompletedTask);
            return pipeline.Action("square", pipeline.Input, static (number, _) => number * number);
        });
        Assert.Equal(["squares@2/square"], second.Application.Actions.Select(action => action.Handler));
        Assert.Equal("squares@2/fail", second.Application.OnFail!.Handler);
    }
}
