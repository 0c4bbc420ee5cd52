using System.Net;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Hosting.InProcess;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp.Tests;

public sealed class TcpOptionsTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("manager.example")]
    public async Task Listening_beyond_loopback_without_a_token_is_refused_at_start(string host)
    {
        using var app = Build(("LitePipeline:Manager:Tcp:Host", host));
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains("Token", refused.Message, StringComparison.Ordinal);
        Assert.Contains(host, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LitePipeline:Manager:Tcp:Port", "70000", "Port")]
    [InlineData("LitePipeline:Manager:Tcp:MaxMessageBytes", "10", "MaxMessageBytes")]
    [InlineData("LitePipeline:Manager:Tcp:SilenceTimeout", "00:00:00", "SilenceTimeout")]
    [InlineData("LitePipeline:Node:Tcp:ManagerPort", "0", "ManagerPort")]
    [InlineData("LitePipeline:Node:Tcp:ManagerHost", "", "ManagerHost")]
    public async Task A_wrong_option_is_refused_at_start_by_its_name(string key, string value, string name)
    {
        using var app = Build((key, value));
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_the_configuration_reach_the_listener_and_the_connector()
    {
        using var app = Build(("LitePipeline:Manager:Tcp:Port", "0"), ("LitePipeline:Manager:Tcp:Host", "0.0.0.0"), ("LitePipeline:Manager:Tcp:Token", "t"));
        await app.StartAsync();
        await using var listener = app.Services.GetRequiredService<INodeListener>();
        await listener.StartAsync(ScriptedStreams.None, _ => Task.CompletedTask, CancellationToken.None);
        Assert.Equal(IPAddress.Any, ((IPEndPoint)listener.LocalEndPoint!).Address);
        Assert.NotNull(app.Services.GetRequiredService<INodeConnector>());
    }

    [Fact]
    public async Task A_port_in_use_is_an_IO_error_that_names_it()
    {
        await using var first = new TcpPair();
        await using var manager = await ManagerSide.StartAsync(first.Listener);
        await using var second = new TcpPair(listen: o => o.Port = first.Port);
        var failed = await Assert.ThrowsAsync<IOException>(() => ManagerSide.StartAsync(second.Listener));
        Assert.Contains($"127.0.0.1:{first.Port}", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_host_shares_one_in_process_transport_and_a_nodes_host_leaves_a_given_one_alone()
    {
        var services = new ServiceCollection();
        new ManagerBuilder(services).UseInProcessTransport();
        new NodeBuilder(services).UseInProcessTransport();
        await using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<INodeListener>(), provider.GetRequiredService<INodeConnector>());

        await using var shared = new InProcessTransport();
        await using var manager = await ManagerSide.StartAsync(shared);
        var nodeServices = new ServiceCollection();
        new NodeBuilder(nodeServices).UseInProcessTransport(shared);
        await using (var node = nodeServices.BuildServiceProvider()) node.GetRequiredService<INodeConnector>();
        await using var still = await shared.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
    }

    [Fact]
    public async Task A_restarted_manager_listens_again_on_the_same_in_process_transport()
    {
        await using var shared = new InProcessTransport();
        await using var first = await ManagerSide.StartAsync(shared);
        await Assert.ThrowsAsync<IOException>(() => ManagerSide.StartAsync(shared));
        shared.Kill();
        await Assert.ThrowsAsync<IOException>(() => shared.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None));
        await using var second = await ManagerSide.StartAsync(shared);
        await using var node = await shared.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
        Assert.Equal(node.Node, (await second.NextAsync()).Node);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        new ManagerBuilder(app.Services).UseTcpTransport();
        new NodeBuilder(app.Services).UseTcpTransport();
        return app.Build();
    }

    private sealed class ManagerBuilder(IServiceCollection services) : ILitePipelineManagerBuilder
    {
        public IServiceCollection Services => services;
    }

    private sealed class NodeBuilder(IServiceCollection services) : ILitePipelineNodeBuilder
    {
        public IServiceCollection Services => services;
    }
}
