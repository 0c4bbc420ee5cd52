namespace LitePipeline.Core.Applications;

/// <summary>An application's id.</summary>
public readonly record struct ApplicationId(Guid Value)
{
    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
