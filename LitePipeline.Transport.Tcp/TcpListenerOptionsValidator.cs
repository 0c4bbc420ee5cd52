using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp;

/// <summary>Refuses, at start, options that would let anybody in.</summary>
internal sealed class TcpListenerOptionsValidator : IValidateOptions<TcpListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, TcpListenerOptions options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
