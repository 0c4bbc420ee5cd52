using System.Runtime.CompilerServices;

namespace LitePipeline.Cli.Doctor;

/// <summary>Checks to run, in groups: in a group, each rests on those before it, so that nothing is looked at behind what is wrong.</summary>
internal sealed class Examination
{
    private readonly List<IDoctorCheck[]> _groups = [];

    /// <summary>Adds checks of which none rests on another.</summary>
    public Examination With(params IEnumerable<IDoctorCheck> checks)
    {
        foreach (var check in checks) _groups.Add([check]);
        return this;
    }

    /// <summary>Adds checks of which each rests on those before it.</summary>
    public Examination InTurn(params IDoctorCheck[] checks)
    {
        _groups.Add(checks);
        return this;
    }

    /// <summary>Runs them.</summary>
    public async IAsyncEnumerable<(string Check, Finding Finding)> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var group in _groups)
        {
            foreach (var check in group)
            {
                var found = await LookAsync(check, cancellationToken);
                foreach (var finding in found) yield return (check.Name, finding);
                if (found.Any(finding => finding.State == FindingState.Wrong)) break;
            }
        }
    }

    private static async Task<Finding[]> LookAsync(IDoctorCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.LookAsync(cancellationToken);
        }
        catch (ToolException wrong)
        {
            return [Finding.Wrong(wrong.Message)];
        }
        // What cannot be looked at may be right all the same.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [Finding.Warning($"it cannot be looked at: {failure.Message}", "Run this as the user that the service runs as.")];
        }
    }
}
