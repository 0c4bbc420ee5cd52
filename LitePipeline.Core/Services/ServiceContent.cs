using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

/// <summary>What a service's owner sets.</summary>
/// <param name="Name">The name, 1 to 255 characters.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Application">The application.</param>
/// <param name="Input">The input of its tasks, an object.</param>
/// <param name="Signal">What ends its task.</param>
/// <param name="Enabled">Whether it is to run.</param>
public sealed record ServiceContent(
    string Name, string Description, AppId Application, JsonData Input, StopSignal Signal = StopSignal.Kill, bool Enabled = false);
