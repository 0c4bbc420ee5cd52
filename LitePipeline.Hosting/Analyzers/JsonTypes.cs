using Microsoft.CodeAnalysis;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>The types of which a context has metadata: those that it names, and all that these hold.</summary>
internal static class JsonTypes
{
    public static HashSet<ISymbol> Of(INamedTypeSymbol context)
    {
        var known = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in context.GetAttributes())
            if (attribute.AttributeClass?.Name == "JsonSerializableAttribute" && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is ITypeSymbol named) Add(named, known);
        return known;
    }

    private static void Add(ITypeSymbol type, HashSet<ISymbol> known)
    {
        if (!known.Add(type)) return;
        if (type is IArrayTypeSymbol array) Add(array.ElementType, known);
        if (type is not INamedTypeSymbol named) return;
        foreach (var argument in named.TypeArguments) Add(argument, known);
        // Members of the framework's own types are no values of ours.
        if (named.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true) return;
        for (ITypeSymbol? one = named; one is not null && one.SpecialType != SpecialType.System_Object; one = one.BaseType)
        {
            foreach (var member in one.GetMembers())
                if (member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false } property) Add(property.Type, known);
        }
    }
}
