using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>What an action's delegate brings from the process that it was written in: it may run in another one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CaptureAnalyzer : PipelineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Captured];

    private protected override void Start(CompilationStartAnalysisContext start, PipelineTypes types) => start.RegisterOperationAction(one =>
    {
        var call = (IInvocationOperation)one.Operation;
        if (!types.IsBuilderCall(call)) return;
        foreach (var argument in call.Arguments)
            if (argument.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }) LookAt(one, types, lambda);
    }, OperationKind.Invocation);

    private static void LookAt(OperationAnalysisContext context, PipelineTypes types, IAnonymousFunctionOperation lambda)
    {
        var told = new HashSet<string>();
        foreach (var operation in lambda.Descendants())
        {
            // A step is the same in each process that has the pipeline.
            var captured = operation switch
            {
                ILocalReferenceOperation local when !local.Local.IsConst && !types.IsStep(local.Type) && IsOutside(local.Local, lambda) => local.Local.Name,
                IParameterReferenceOperation parameter when !types.IsStep(parameter.Type) && IsOutside(parameter.Parameter, lambda) => parameter.Parameter.Name,
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => "this",
                _ => null,
            };
            if (captured is not null && told.Add(captured)) context.ReportDiagnostic(Diagnostic.Create(Rules.Captured, operation.Syntax.GetLocation(), captured));
        }
    }

    private static bool IsOutside(ISymbol symbol, IAnonymousFunctionOperation lambda)
    {
        foreach (var declared in symbol.DeclaringSyntaxReferences)
            if (declared.SyntaxTree == lambda.Syntax.SyntaxTree && lambda.Syntax.Span.Contains(declared.Span)) return false;
        return true;
    }
}
