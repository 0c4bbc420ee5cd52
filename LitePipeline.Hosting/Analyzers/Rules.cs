using Microsoft.CodeAnalysis;

namespace LitePipeline.Hosting.Analyzers;

/// <summary>What is told, and how.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor DuplicateName = Rule(
        "LITE001", DiagnosticSeverity.Error, "Two actions of a pipeline have one name",
        "There is an action named '{0}' already; give this one a name of its own");

    public static readonly DiagnosticDescriptor UnusedStep = Rule(
        "LITE002", DiagnosticSeverity.Warning, "No other action uses what an action returns",
        "No action uses what '{0}' returns, and it is not the output; use it, or write '_ =' where it runs for what it does");

    public static readonly DiagnosticDescriptor Blocking = Rule(
        "LITE003", DiagnosticSeverity.Warning, "An action blocks a thread",
        "'{0}' blocks a thread of the node while it waits; {1}");

    public static readonly DiagnosticDescriptor TokenNotPassed = Rule(
        "LITE004", DiagnosticSeverity.Warning, "An action does not pass its cancellation token on",
        "'{0}' can be cancelled; pass '{1}.CancellationToken', or a stop of the task waits for it");

    public static readonly DiagnosticDescriptor MissingType = Rule(
        "LITE005", DiagnosticSeverity.Error, "A JsonSerializerContext lacks a type of its pipeline",
        "'{0}' has no metadata of '{1}'; add [JsonSerializable(typeof({1}))] to it");

    public static readonly DiagnosticDescriptor Captured = Rule(
        "LITE006", DiagnosticSeverity.Warning, "An action captures what another node does not have",
        "The action captures '{0}', whose value is that of the process that runs it and not of the one that submits; make the delegate static, and take values from inputs and services");

    private static DiagnosticDescriptor Rule(string id, DiagnosticSeverity severity, string title, string message) =>
        new(id, title, message, "Pipelines", severity, isEnabledByDefault: true);
}
