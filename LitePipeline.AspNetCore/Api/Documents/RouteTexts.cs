namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>What a route takes in its body; a field with a star at its end must be there.</summary>
internal sealed record BodyText(string ContentType, IReadOnlyList<string> Fields);

/// <summary>Query parameters that a route reads by itself; one with a star at its end must be there.</summary>
internal sealed record QueryText(IReadOnlyList<string> Names);

/// <summary>The route's good answer.</summary>
internal sealed record AnswerText(int Status, string? ContentType, Type? Type);

/// <summary>Marks a route whose creates can be told apart by the header <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotencyText;
