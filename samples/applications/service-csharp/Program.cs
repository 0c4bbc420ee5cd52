using System.Globalization;
using LitePipeline.Helper;

// Runs for ever and counts in its workspace, which a service keeps from one start to the next: the count goes on after a restart.
return await ActionContext.RunAsync(args, async (context, cancellationToken) =>
{
    var state = Path.Combine(context.Workspace, "count");
    var count = File.Exists(state) ? int.Parse(await File.ReadAllTextAsync(state, cancellationToken), CultureInfo.InvariantCulture) : 0;
    var pause = TimeSpan.FromSeconds(context.Input.TryGetProperty("pause", out var seconds) ? seconds.GetDouble() : 1);
    context.Log($"starting at {count}");
    while (true)
    {
        count++;
        await File.WriteAllTextAsync(state + ".new", count.ToString(CultureInfo.InvariantCulture), cancellationToken);
        File.Move(state + ".new", state, overwrite: true);
        context.Log($"{count}");
        await Task.Delay(pause, TimeProvider.System, cancellationToken);
    }
});
