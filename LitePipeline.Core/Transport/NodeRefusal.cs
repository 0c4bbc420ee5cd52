namespace LitePipeline.Core.Transport;

/// <summary>Somebody wanted to join as a node and may not.</summary>
/// <param name="Address">Where they called from.</param>
/// <param name="Error">What they broke.</param>
/// <param name="Reason">The same for people. What they said of themselves is not in it: nothing shows that it is true.</param>
public sealed record NodeRefusal(string Address, ProtocolError Error, string Reason);
