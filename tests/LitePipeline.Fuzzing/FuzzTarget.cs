using CsCheck;

namespace LitePipeline.Fuzzing;

/// <summary>A door that strangers write to, with what they may write and what must hold whatever they wrote.</summary>
internal abstract class FuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is tried.</summary>
    public abstract string What { get; }

    /// <summary>Input that is right, input that is nearly right, and input that is nothing.</summary>
    public abstract Gen<byte[]> Cases { get; }

    /// <summary>How many smaller cases are tried to show what is found; a few where a case takes long.</summary>
    public virtual int ShrinkTries => 5000;

    /// <summary>Runs one case and returns what it led to, in few words.</summary>
    /// <exception cref="PromiseBrokenException">Something that must hold does not.</exception>
    /// <remarks>Any other exception means that a promise is broken, too. Safe for many threads.</remarks>
    public abstract string Run(byte[] input);
}

/// <summary>Hostile input came through.</summary>
internal sealed class PromiseBrokenException(string message) : Exception(message)
{
    public static void Unless(bool holds, string message)
    {
        if (!holds) throw new PromiseBrokenException(message);
    }
}
