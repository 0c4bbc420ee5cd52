namespace LitePipeline.Cli.Doctor;

/// <summary>Looks at one thing, and changes nothing.</summary>
internal interface IDoctorCheck
{
    /// <summary>What is looked at, in a word or two.</summary>
    string Name { get; }

    /// <summary>Looks; nothing found is nothing to tell.</summary>
    /// <exception cref="ToolException">It is wrong for the reason that the message says.</exception>
    ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken);
}
