using System.Collections.Immutable;
using System.Globalization;
using LitePipeline.Hosting.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LitePipeline.Hosting.Tests.Analyzers;

/// <summary>Code as a user's compiler sees it, with the analyzers of the package.</summary>
internal static class PipelineCode
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Text.Json.Serialization;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using LitePipeline.Hosting.Pipelines;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    // What the generator writes, as far as users name it.
    private const string Generated = """
        partial class $ { public static $ Default { get; } = null!; public $() : base(null) { } protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }
        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new StepAnalyzer(), new WaitingAnalyzer(), new CaptureAnalyzer(), new JsonContextAnalyzer()];

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Compiles text and gives what is told of it: errors of the compiler, and all of the analyzers.</summary>
    public static async Task<string[]> DiagnoseAsync(string code, params string[] contexts)
    {
        var trees = contexts.Select(context => Generated.Replace("$", context, StringComparison.Ordinal)).Append(Usings).Append(code)
            .Select((text, place) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path: $"{place}.cs"));
        var compilation = CSharpCompilation.Create("user", trees, References.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var told = await compilation.WithAnalyzers(Analyzers).GetAllDiagnosticsAsync();
        return [.. told
            .Where(one => one.Severity == DiagnosticSeverity.Error || one.Id.StartsWith("LITE", StringComparison.Ordinal) || one.Id.StartsWith("AD", StringComparison.Ordinal))
            .OrderBy(one => one.Location.SourceSpan.Start)
            .Select(one => $"{one.Id} {one.Location.SourceTree?.GetText().ToString(one.Location.SourceSpan)}: {one.GetMessage(CultureInfo.InvariantCulture)}")];
    }
}
