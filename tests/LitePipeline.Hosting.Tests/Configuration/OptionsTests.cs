using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Tests.Node;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Tests.Configuration;

public sealed class OptionsTests
{
    private static async Task<OptionsValidationException> RefusedAsync(params (string Key, string Value)[] settings)
    {
        using var folder = new TemporaryFolder();
        using var host = Build(folder["data"], settings);
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.False(Directory.Exists(folder["data"]));
        return refused;
    }

    private static IHost Build(string data, params (string Key, string Value)[] settings)
    {
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        app.Services.AddLitePipelineManager().UseInMemoryStore().UseInMemoryPackages().UseInProcessTransport();
        app.Services.AddLitePipelineNode(node => node.DataPath = data).UseInProcessTransport().UseProcessExecutor();
        return app.Build();
    }

    [Theory]
    [InlineData("LitePipeline:Manager:NodeReturnTimeout", "soon", "LitePipeline:Manager:NodeReturnTimeout is 'soon'; give a time, such as 00:00:10 for ten seconds.")]
    [InlineData("LitePipeline:Manager:NodeReturnTimeout", "00:00:00", "LitePipeline:Manager:NodeReturnTimeout is 00:00:00; give 00:00:00.1000000 to 1.00:00:00.")]
    [InlineData("LitePipeline:Manager:MaxLostAttempts", "0", "LitePipeline:Manager:MaxLostAttempts is 0; give 1 to 1000.")]
    [InlineData("LitePipeline:Manager:MaxLostAttempts", "many", "LitePipeline:Manager:MaxLostAttempts is 'many'; give a whole number.")]
    [InlineData("LitePipeline:Manager:MaxMessagesPerNode", "-1", "LitePipeline:Manager:MaxMessagesPerNode is -1; give 1 or more.")]
    [InlineData("LitePipeline:Manager:ScheduleLateness", "-00:00:01", "LitePipeline:Manager:ScheduleLateness is -00:00:01; give 00:00:00 to 1.00:00:00.")]
    [InlineData("LitePipeline:Manager:ServiceRestartDelay", "00:05:00", "LitePipeline:Manager:ServiceMaxRestartDelay is shorter than ServiceRestartDelay; give at least as much.")]
    [InlineData("LitePipeline:Node:Slots", "0", "LitePipeline:Node:Slots is 0; give 1 to 100000.")]
    [InlineData("LitePipeline:Node:Name", "", "LitePipeline:Node:Name is missing or empty; give a value.")]
    [InlineData("LitePipeline:Node:PackageCacheSize", "-1", "LitePipeline:Node:PackageCacheSize is -1; give 0 or more.")]
    [InlineData("LitePipeline:Node:DurableResults", "maybe", "LitePipeline:Node:DurableResults is 'maybe'; give true or false.")]
    [InlineData("LitePipeline:Node:ControlGroup", "litepipeline", "LitePipeline:Node:ControlGroup is no path of a control group: give one that begins with a slash and has none at its end, such as /litepipeline.")]
    [InlineData("LitePipeline:Node:ReconnectDelay", "00:30:00", "LitePipeline:Node:MaxReconnectDelay is shorter than ReconnectDelay; make it at least as long.")]
    public async Task A_wrong_option_ends_the_start_with_its_key_its_value_and_what_to_give(string key, string value, string message) =>
        Assert.Contains(message, (await RefusedAsync((key, value))).Failures);

    [Fact]
    public async Task A_key_that_is_no_option_is_refused_with_those_that_are()
    {
        var refused = await RefusedAsync(("LitePipeline:Manager:MaxLostAttemps", "7"));
        Assert.Contains("LitePipeline:Manager:MaxLostAttemps is not known", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxLostAttempts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_options_of_a_section_are_told_at_once()
    {
        var refused = await RefusedAsync(("LitePipeline:Node:Slots", "0"), ("LitePipeline:Node:HttpPort", "70000"));
        Assert.Equal(2, refused.Failures.Count());
    }

    [Fact]
    public async Task Options_come_from_the_configuration_and_code_has_the_last_word()
    {
        using var folder = new TemporaryFolder();
        using var host = Build(folder["data"], ("LitePipeline:Node:Slots", "7"), ("LitePipeline:Node:DataPath", "elsewhere"), ("LitePipeline:Node:Tcp:ManagerPort", "1"));
        await host.StartAsync();
        var options = host.Services.GetRequiredService<IOptions<NodeOptions>>().Value;
        Assert.Equal((7, folder["data"]), (options.Slots, options.DataPath));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_manager_without_a_store_says_which_method_to_call()
    {
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Services.AddLitePipelineManager().UseInMemoryPackages().UseInProcessTransport();
        using var host = app.Build();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("UseSqlite(\"FILE\")", refused.Message, StringComparison.Ordinal);
    }
}
