using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>Says of each route, where it is mapped, what it takes and answers.</summary>
internal static class RouteTextExtensions
{
    public const string Json = "application/json", Form = "multipart/form-data", Problem = "application/problem+json";

    public static RouteHandlerBuilder TakesJson(this RouteHandlerBuilder route, params string[] fields) => route.WithMetadata(new BodyText(Json, fields));

    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route, params string[] fields) => route.WithMetadata(new BodyText(Form, fields));

    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new QueryText(names));

    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder route) => route.WithMetadata(new IdempotencyText());

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.WithMetadata(new AnswerText(status, Json, typeof(T)));

    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, Type type) => route.WithMetadata(new AnswerText(StatusCodes.Status200OK, Json, type));

    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder route) => route.WithMetadata(new AnswerText(StatusCodes.Status204NoContent, null, null));

    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder route) => route.WithMetadata(new AnswerText(StatusCodes.Status200OK, "application/octet-stream", null));

    public static RouteHandlerBuilder AnswersText(this RouteHandlerBuilder route) => route.WithMetadata(new AnswerText(StatusCodes.Status200OK, "text/plain", null));

    public static RouteHandlerBuilder AnswersEvents(this RouteHandlerBuilder route) => route.WithMetadata(new AnswerText(StatusCodes.Status200OK, "text/event-stream", null));
}
