namespace LitePipeline.Packages.Tests;

/// <summary>The packages are made once for all tests of them.</summary>
[CollectionDefinition(Name)]
public class PackedCollection : ICollectionFixture<PackedFiles>
{
    public const string Name = "packages";
}
