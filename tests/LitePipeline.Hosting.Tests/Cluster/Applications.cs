using LitePipeline.Core;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>Applications of C# actions for tests.</summary>
internal static class Applications
{
    public static ActionDefinition Handler(string name, string handler, params string[] condition) =>
        new() { Name = name, Handler = handler, Condition = [.. condition] };

    public static ActionDefinition Process(string name, string main, params string[] condition) =>
        new() { Name = name, Main = main, Condition = [.. condition] };

    public static ApplicationDefinition Of(params ActionDefinition[] actions) =>
        new() { Actions = [.. actions], OutputAction = actions[^1].Name };
}
