using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>The types of pipelines in code, in the compilation that is looked at.</summary>
internal sealed class PipelineTypes
{
    private const string Namespace = "LitePipeline.Hosting.Pipelines";

    private readonly INamedTypeSymbol _builder;

    private PipelineTypes(INamedTypeSymbol builder, INamedTypeSymbol step, INamedTypeSymbol context) => (_builder, Step, Context) = (builder, step, context);

    public INamedTypeSymbol Step { get; }

    public INamedTypeSymbol Context { get; }

    /// <summary>Null where the compilation has no pipelines.</summary>
    public static PipelineTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName($"{Namespace}.PipelineBuilder`2") is { } builder
        && compilation.GetTypeByMetadataName($"{Namespace}.Step") is { } step
        && compilation.GetTypeByMetadataName($"{Namespace}.ActionContext") is { } context
            ? new PipelineTypes(builder, step, context)
            : null;

    /// <summary>Whether it is a call of a pipeline's builder: <c>Action</c>, <c>ForEach</c>, <c>OnSuccess</c>, <c>OnFail</c>.</summary>
    public bool IsBuilderCall(IInvocationOperation call) => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType?.OriginalDefinition, _builder);

    /// <summary>Whether a call adds an action.</summary>
    public bool AddsAction(IInvocationOperation call) => call.TargetMethod.Name is "Action" or "ForEach" && IsBuilderCall(call);

    public bool IsStep(ITypeSymbol? type)
    {
        for (var one = type; one is not null; one = one.BaseType)
            if (SymbolEqualityComparer.Default.Equals(one, Step)) return true;
        return false;
    }

    /// <summary>The name that a call gives its action; null where it is no constant.</summary>
    public static (string? Name, IOperation? Where) NameOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Name == "name") return (argument.Value.ConstantValue is { HasValue: true, Value: string name } ? name : null, argument.Value);
        return (null, null);
    }

    /// <summary>The parameter by which the code around an operation sees its attempt; null where it is no action's.</summary>
    public IParameterSymbol? ContextAround(IOperation operation, ISymbol containing)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            var function = around switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null && ContextOf(function) is { } context) return context;
        }

        return containing is IMethodSymbol method ? ContextOf(method) : null;
    }

    private IParameterSymbol? ContextOf(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
            if (SymbolEqualityComparer.Default.Equals(parameter.Type, Context)) return parameter;
        return null;
    }
}
