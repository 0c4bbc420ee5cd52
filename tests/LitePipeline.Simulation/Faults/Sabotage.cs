namespace LitePipeline.Simulation.Faults;

/// <summary>A guard of the product that a simulation takes away, to show that it finds out. None of it is in the product: it is done to what passes between its parts.</summary>
internal enum Sabotage
{
    /// <summary>All guards are in place.</summary>
    None,
    /// <summary>A result counts for whichever attempt is current.</summary>
    NoFencing,
    /// <summary>Commits are answered before they are on the disk.</summary>
    ActBeforePersist,
    /// <summary>A node that connects anew does not say what it runs.</summary>
    NoReadoption,
}
