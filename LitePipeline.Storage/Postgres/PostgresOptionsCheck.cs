using Microsoft.Extensions.Options;

namespace LitePipeline.Storage.Postgres;

/// <summary>Proves at start that the options name a database; whether it is there is found out when it is opened.</summary>
internal sealed class PostgresOptionsCheck : IValidateOptions<PostgresStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresStoreOptions options) =>
        PostgresAddress.Problem(options, out _) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
