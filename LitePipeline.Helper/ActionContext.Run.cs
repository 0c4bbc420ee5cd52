using System.Runtime.InteropServices;

namespace LitePipeline.Helper;

public sealed partial class ActionContext
{
    private const int Failed = 1;
    private const int Terminated = 128 + 15;

    /// <summary>Runs an action and returns the exit code for <c>Main</c> to return: 0, or 1 after an exception, which goes to standard error.</summary>
    /// <remarks>After success what was set or added and not yet written is written.</remarks>
    public static Task<int> RunAsync(IReadOnlyList<string> args, Func<ActionContext, Task> action) =>
        RunAsync(args, (context, _) => action(context), Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);

    /// <summary>As the other, for an action that ends early by itself when a stop asks it to terminate; then the exit code is 143.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Func<ActionContext, CancellationToken, Task> action)
    {
        using var stop = new CancellationTokenSource();
        // Only here: an action that does not look at the token must end at once by the signal.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, stop));
        return await RunAsync(args, action, Console.Out, Console.Error, TimeProvider.System, stop.Token).ConfigureAwait(false);
    }

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> args, Func<ActionContext, CancellationToken, Task> action, TextWriter log, TextWriter errors, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            var context = Open(args, log, time);
            await action(context, stopping).ConfigureAwait(false);
            context.WriteOutputIfChanged();
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Terminated;
        }
        catch (WorkspaceException exception)
        {
            // Said to whoever started the program by hand: the message is all that they need.
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Failed;
        }
        catch (Exception exception)
        {
            await errors.WriteLineAsync(exception.ToString()).ConfigureAwait(false);
            return Failed;
        }
    }

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
