using System.ComponentModel.DataAnnotations;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Configuration;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class NodeOptionsTests
{
    private static NodeOptions Bind(string name, string? value)
    {
        var options = new NodeOptions { DataPath = "data" };
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build().Bind(options);
        return options;
    }

    [Fact]
    public void Workspaces_are_kept_for_30_days_in_any_number_unless_said_otherwise()
    {
        var options = new NodeOptions();
        Assert.Equal((TimeSpan.FromDays(30), null), (options.WorkspaceMaxAge, options.WorkspaceMaxBytes));
    }

    [Fact]
    public void An_empty_value_takes_a_limit_off()
    {
        Assert.Null(Bind(nameof(NodeOptions.WorkspaceMaxAge), "").WorkspaceMaxAge);
        Assert.Null(Bind(nameof(NodeOptions.WorkspaceMaxBytes), "").WorkspaceMaxBytes);
        Assert.Equal(TimeSpan.FromDays(7), Bind(nameof(NodeOptions.WorkspaceMaxAge), "7.00:00:00").WorkspaceMaxAge);
        Assert.Equal(5_000_000_000, Bind(nameof(NodeOptions.WorkspaceMaxBytes), "5000000000").WorkspaceMaxBytes);
    }

    [Theory]
    [InlineData(nameof(NodeOptions.WorkspaceMaxAge), "00:00:00")]
    [InlineData(nameof(NodeOptions.WorkspaceMaxBytes), "-1")]
    [InlineData(nameof(NodeOptions.HousekeepingInterval), "00:00:00")]
    public void A_limit_that_cannot_be_meant_is_refused_by_its_name(string name, string value)
    {
        var options = Bind(name, value);
        var problems = new List<ValidationResult>();
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true));
        Assert.Contains(problems, problem => problem.MemberNames.Contains(name));
    }
}
