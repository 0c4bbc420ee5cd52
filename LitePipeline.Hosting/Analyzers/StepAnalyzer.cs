using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>Names that are taken, and actions whose result nothing uses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StepAnalyzer : PipelineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DuplicateName, Rules.UnusedStep];

    private protected override void Start(CompilationStartAnalysisContext start, PipelineTypes types) =>
        start.RegisterOperationBlockStartAction(block =>
        {
            var calls = new ConcurrentBag<IInvocationOperation>();
            var used = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
            block.RegisterOperationAction(one =>
            {
                var call = (IInvocationOperation)one.Operation;
                if (types.AddsAction(call)) calls.Add(call);
            }, OperationKind.Invocation);
            block.RegisterOperationAction(one => used[((ILocalReferenceOperation)one.Operation).Local] = true, OperationKind.LocalReference);
            block.RegisterOperationBlockEndAction(end =>
            {
                var ordered = calls.OrderBy(call => call.Syntax.SpanStart).ToList();
                ReportNames(ordered, end.ReportDiagnostic);
                foreach (var call in ordered)
                    if (IsUnused(call, types, used)) end.ReportDiagnostic(Diagnostic.Create(Rules.UnusedStep, call.Syntax.GetLocation(), PipelineTypes.NameOf(call).Name ?? "it"));
            });
        });

    private static void ReportNames(List<IInvocationOperation> calls, Action<Diagnostic> report)
    {
        var taken = new HashSet<(ISymbol, string)>();
        foreach (var call in calls)
        {
            if (BuilderOf(call) is not { } builder || PipelineTypes.NameOf(call) is not ({ } name, { } where)) continue;
            if (!taken.Add((builder, name))) report(Diagnostic.Create(Rules.DuplicateName, where.Syntax.GetLocation(), name));
        }
    }

    private static ISymbol? BuilderOf(IInvocationOperation call) => call.Instance switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        _ => null,
    };

    private static bool IsUnused(IInvocationOperation call, PipelineTypes types, ConcurrentDictionary<ISymbol, bool> used)
    {
        var whole = WithSettings(call, types);
        return whole.Parent switch
        {
            IExpressionStatementOperation => true,
            // A lambda of one expression returns it.
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declared } => !used.ContainsKey(declared.Symbol),
            _ => false,
        };
    }

    // Up through .WithRetry(...) and its like, which give the same step back.
    private static IOperation WithSettings(IOperation step, PipelineTypes types)
    {
        while (true)
        {
            var above = step.Parent;
            if (above is IConversionOperation conversion) step = conversion;
            else if (above is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } setting } && types.IsStep(setting.Type)) step = setting;
            else if (above is IInvocationOperation own && own.Instance == step && types.IsStep(own.Type)) step = own;
            else return step;
        }
    }
}
