using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>Types of a pipeline of which the context that it is given has no metadata.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonContextAnalyzer : PipelineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MissingType];

    private protected override void Start(CompilationStartAnalysisContext start, PipelineTypes types) => start.RegisterOperationAction(one =>
    {
        var call = (IInvocationOperation)one.Operation;
        if (call.TargetMethod is not { Name: "AddPipeline" or "Create", TypeArguments.Length: 2 }) return;
        if (ContextOf(call) is not { } json || BuildOf(call) is not { } build) return;
        var known = JsonTypes.Of(json);
        if (known.Count == 0) return;
        Check(call.TargetMethod.TypeArguments[0], call.Syntax);
        foreach (var added in build.Descendants().OfType<IInvocationOperation>().Where(types.AddsAction))
            foreach (var type in TypesOf(added.TargetMethod)) Check(type, added.Syntax);

        void Check(ITypeSymbol type, SyntaxNode where)
        {
            if (type.TypeKind == TypeKind.TypeParameter || type.TypeKind == TypeKind.Error || known.Contains(type)) return;
            one.ReportDiagnostic(Diagnostic.Create(Rules.MissingType, where.GetLocation(), json.Name, type.ToMinimalDisplayString(one.Operation.SemanticModel!, where.SpanStart)));
        }
    }, OperationKind.Invocation);

    private static INamedTypeSymbol? ContextOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name != "types") continue;
            var given = argument.Value is IConversionOperation conversion ? conversion.Operand : argument.Value;
            for (var type = given.Type; type is not null; type = type.BaseType)
                if (type is { Name: "JsonSerializerContext", ContainingNamespace.Name: "Serialization" }) return given.Type as INamedTypeSymbol;
        }

        return null;
    }

    private static IAnonymousFunctionOperation? BuildOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Name == "build" && argument.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }) return lambda;
        return null;
    }

    // What goes over the wire: the result of an action, and the items of a fan-out.
    private static IEnumerable<ITypeSymbol> TypesOf(IMethodSymbol added)
    {
        yield return added.TypeArguments[added.TypeArguments.Length - 1];
        if (added.Name == "ForEach") yield return added.TypeArguments[added.TypeArguments.Length - 2];
    }
}
