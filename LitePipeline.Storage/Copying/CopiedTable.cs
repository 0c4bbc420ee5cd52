namespace LitePipeline.Storage.Copying;

/// <summary>A table that was copied and read again.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Sha256">The digest of all its rows, in lower hex: the same in either database.</param>
public sealed record CopiedTable(string Name, long Rows, string Sha256);
