using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp;

/// <summary>Refuses, at start, options that contradict each other, that would let anybody in, or whose files cannot be used.</summary>
internal sealed class TcpOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions> where TOptions : TcpTransportOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = options.Problems(section).ToList();
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
