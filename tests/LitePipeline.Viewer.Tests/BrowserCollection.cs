namespace LitePipeline.Viewer.Tests;

/// <summary>One browser for all tests, which run one after the other: two at once would only wait for each other's processor.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
