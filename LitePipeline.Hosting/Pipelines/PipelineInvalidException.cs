using LitePipeline.Core;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A pipeline that is written in code cannot be used: told when it is added, or when its host starts.</summary>
public sealed class PipelineInvalidException : LitePipelineException
{
    internal PipelineInvalidException(string pipeline, string? action, string problem, Exception? inner = null)
        : base(ErrorCode.AppWrongFormat, action is null ? $"Pipeline '{pipeline}': {problem}" : $"Pipeline '{pipeline}', action '{action}': {problem}", inner)
    {
        Pipeline = pipeline;
        Action = action;
    }

    /// <summary>The pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The action that is wrong, where one is.</summary>
    public string? Action { get; }
}
