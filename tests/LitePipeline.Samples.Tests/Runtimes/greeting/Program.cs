using LitePipeline.Helper;

return await ActionContext.RunAsync(args, context =>
{
    var name = context.Input.GetProperty("name").GetString();
    context.SetOutput(new { Text = $"Hello, {name}!", Runtime = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]) });
    return Task.CompletedTask;
});
