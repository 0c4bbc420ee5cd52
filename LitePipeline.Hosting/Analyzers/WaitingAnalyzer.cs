using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>Waits in an action: those that block a thread, and those that no stop ends.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitingAnalyzer : PipelineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Blocking, Rules.TokenNotPassed];

    private protected override void Start(CompilationStartAnalysisContext start, PipelineTypes types)
    {
        var token = start.Compilation.GetTypeByMetadataName("System.Threading.CancellationToken");
        start.RegisterOperationAction(one => LookAtCall(one, types, token), OperationKind.Invocation);
        start.RegisterOperationAction(one => LookAtProperty(one, types), OperationKind.PropertyReference);
        start.RegisterSymbolAction(one => LookAtMethod(one, types), SymbolKind.Method);
    }

    private static void LookAtCall(OperationAnalysisContext context, PipelineTypes types, INamedTypeSymbol? token)
    {
        var call = (IInvocationOperation)context.Operation;
        var blocks = Blocks(call.TargetMethod);
        if (blocks is null && (token is null || !CouldTakeToken(call, token))) return;
        if (types.ContextAround(call, context.ContainingSymbol) is not { } attempt) return;
        context.ReportDiagnostic(blocks is not null
            ? Diagnostic.Create(Rules.Blocking, call.Syntax.GetLocation(), call.TargetMethod.Name, blocks)
            : Diagnostic.Create(Rules.TokenNotPassed, call.Syntax.GetLocation(), call.TargetMethod.Name, attempt.Name));
    }

    private static void LookAtProperty(OperationAnalysisContext context, PipelineTypes types)
    {
        var property = (IPropertyReferenceOperation)context.Operation;
        if (property.Property.Name != "Result" || !IsTask(property.Property.ContainingType)) return;
        if (types.ContextAround(property, context.ContainingSymbol) is null) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.Blocking, property.Syntax.GetLocation(), "Result", "await the task"));
    }

    private static void LookAtMethod(SymbolAnalysisContext context, PipelineTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is not { IsAsync: true, ReturnsVoid: true } || !method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, types.Context))) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.Blocking, method.Locations[0], method.Name, "no: it is async void, and nobody waits for it or sees its failure; return a Task"));
    }

    /// <summary>What to do in place of a call that blocks; null where it does not.</summary>
    private static string? Blocks(IMethodSymbol method) => method.Name switch
    {
        "Wait" or "WaitAll" or "WaitAny" when IsTask(method.ContainingType) => "await the task",
        "GetResult" when method.ContainingType?.Name.EndsWith("Awaiter", StringComparison.Ordinal) == true => "await the task",
        "Sleep" when method.ContainingType is { Name: "Thread", ContainingNamespace.Name: "Threading" } => "await Task.Delay",
        _ => null,
    };

    private static bool IsTask(INamedTypeSymbol? type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    private static bool CouldTakeToken(IInvocationOperation call, INamedTypeSymbol token)
    {
        foreach (var argument in call.Arguments)
        {
            if (!SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, token)) continue;
            return argument.ArgumentKind == ArgumentKind.DefaultValue;
        }

        // Only what takes time: a task, or a stream of items.
        var method = call.TargetMethod;
        if (!IsTask(method.ReturnType as INamedTypeSymbol) && method.ReturnType.Name != "IAsyncEnumerable") return false;
        return method.ContainingType?.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => IsWithToken(method.OriginalDefinition, other, token)) == true;
    }

    private static bool IsWithToken(IMethodSymbol method, IMethodSymbol other, INamedTypeSymbol token)
    {
        if (other.Parameters.Length != method.Parameters.Length + 1 || other.IsStatic != method.IsStatic || other.Arity != method.Arity) return false;
        if (!SymbolEqualityComparer.Default.Equals(other.Parameters[other.Parameters.Length - 1].Type, token)) return false;
        for (var place = 0; place < method.Parameters.Length; place++)
            if (!SymbolEqualityComparer.Default.Equals(method.Parameters[place].Type, other.OriginalDefinition.Parameters[place].Type)) return false;
        return true;
    }
}
