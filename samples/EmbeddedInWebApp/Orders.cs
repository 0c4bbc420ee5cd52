using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;

namespace EmbeddedInWebApp;

/// <summary>The app's own work: C# actions of the node in its process, and the application that runs one after the other.</summary>
internal static class Orders
{
    public const string Name = "daily orders";

    public static ApplicationDefinition Application { get; } = new()
    {
        Actions = [new ActionDefinition { Name = "count", Handler = "count-orders" }, new ActionDefinition { Name = "report", Handler = "write-report", Condition = ["count"] }],
        OutputAction = "report",
    };

    public static Task CountAsync(ActionHandlerContext context, CancellationToken cancellationToken)
    {
        context.SetOutput(new { orders = 42 });
        return Task.CompletedTask;
    }

    public static Task ReportAsync(ActionHandlerContext context, CancellationToken cancellationToken)
    {
        context.SetOutput(new { text = "42 orders came in." });
        return Task.CompletedTask;
    }
}
