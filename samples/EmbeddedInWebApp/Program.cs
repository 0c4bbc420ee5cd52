using EmbeddedInWebApp;
using Microsoft.AspNetCore.Authentication.Cookies;

// A shop's back office with its own sign-in, which has LitePipeline's API and viewer under /pipelines.
var builder = WebApplication.CreateBuilder(args);
var data = builder.Configuration["data"] ?? Path.Combine(".litepipeline", "embedded");

builder.Services.AddLitePipelineManager()
    .UseSqlite(Path.Combine(data, "manager.db"))
    .UsePackageFolder(Path.Combine(data, "packages"))
    .UseInProcessTransport();
builder.Services.AddLitePipelineNode(node => node.DataPath = Path.Combine(data, "node"))
    .UseInProcessTransport()
    .AddAction("count-orders", Orders.CountAsync)
    .AddAction("write-report", Orders.ReportAsync);
// The app lets callers in by its own sign-in, below: the API need not look at where they come from.
builder.Services.AddLitePipelineApi(api => api.AllowRemoteCallers = true);

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
{
    cookie.LoginPath = "/sign-in";
    // No page of another site can send anything to the API in the name of who is signed in here.
    cookie.Cookie.SameSite = SameSiteMode.Strict;
});
builder.Services.AddAuthorizationBuilder().AddPolicy("pipelines", policy => policy.RequireRole("staff"));
builder.Services.AddAntiforgery();
builder.Services.AddSingleton<Staff>();
builder.Services.AddHostedService<OrdersApplication>();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
BackOffice.Map(app);

var pipelines = app.MapGroup("/pipelines").RequireAuthorization("pipelines");
pipelines.MapLitePipelineApi();
pipelines.MapLitePipelineViewer();

await app.StartAsync();
Console.WriteLine($"The back office is open: {app.Urls.First()} (user: {Staff.Name}, password: {app.Services.GetRequiredService<Staff>().Password})");
await app.WaitForShutdownAsync();
