using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace EmbeddedInWebApp;

/// <summary>The app's own pages: the front page, and the sign-in.</summary>
internal static class BackOffice
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext context, IAntiforgery antiforgery) => Page("Back office", $"""
            <p>You are {Text(context.User.Identity!.Name!)}.</p>
            <p><a href="pipelines/viewer/">See what the pipelines do</a></p>
            <form method="post" action="sign-out">{Token(antiforgery, context)}<button>Sign out</button></form>
            """)).RequireAuthorization();

        app.MapGet("/sign-in", (HttpContext context, IAntiforgery antiforgery, string? returnUrl) => SignIn(context, antiforgery, returnUrl, ""));
        app.MapPost("/sign-in", async (HttpContext context, IAntiforgery antiforgery, Staff staff, [FromForm] string user, [FromForm] string password, [FromForm] string? returnUrl) =>
        {
            if (staff.Find(user, password) is not { } found) return SignIn(context, antiforgery, returnUrl, "<p role=\"alert\">There is no such user and password.</p>");
            await context.SignInAsync(found);
            return Results.LocalRedirect(string.IsNullOrEmpty(returnUrl) ? "/" : returnUrl);
        });
        app.MapPost("/sign-out", async (HttpContext context, IFormCollection _) =>
        {
            await context.SignOutAsync();
            return Results.LocalRedirect("/");
        });
    }

    private static IResult SignIn(HttpContext context, IAntiforgery antiforgery, string? returnUrl, string message) => Page("Sign in", $"""
        {message}
        <form method="post">
          {Token(antiforgery, context)}
          <input type="hidden" name="returnUrl" value="{Text(returnUrl ?? "")}">
          <p><label>User <input name="user" autocomplete="username"></label></p>
          <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
          <button>Come in</button>
        </form>
        """);

    private static string Token(IAntiforgery antiforgery, HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{Text(tokens.RequestToken!)}\">";
    }

    private static IResult Page(string title, string body) => Results.Content($"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
        <body><main><h1>{title}</h1>{body}</main></body></html>
        """, "text/html; charset=utf-8");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
