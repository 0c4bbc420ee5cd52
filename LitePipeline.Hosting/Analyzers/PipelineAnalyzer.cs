using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>Looks only at what uses pipelines in code.</summary>
public abstract class PipelineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (PipelineTypes.Of(start.Compilation) is { } types) Start(start, types);
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext start, PipelineTypes types);
}
