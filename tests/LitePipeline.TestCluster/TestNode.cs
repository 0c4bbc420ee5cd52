using Microsoft.Extensions.Hosting;

namespace LitePipeline.TestCluster;

/// <summary>A node of a test cluster.</summary>
public sealed class TestNode
{
    internal TestNode(string name, string folder) => (Name, Folder) = (name, folder);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its data folder, which outlives it when it is killed.</summary>
    public string Folder { get; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Host is not null;

    internal IHost? Host { get; set; }
}
