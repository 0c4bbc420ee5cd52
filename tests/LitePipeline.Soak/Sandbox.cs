using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LitePipeline.Soak;

/// <summary>
/// Namespaces of the kernel's for all that a soak starts: processes, mounts and networks of its own. Nothing of it meets another soak or the machine,
/// whatever is left running is seen, and when the soak ends, however it does, all of it is gone.
/// </summary>
internal static class Sandbox
{
    private const string Inside = "LITEPIPELINE_SOAK_INSIDE";

    public static bool IsInside => Environment.GetEnvironmentVariable(Inside) is not null;

    /// <summary>Runs this program again, inside.</summary>
    public static int Run(string[] arguments)
    {
        // It ends with this process, however that ends. The shell is the first process there: it takes in who has lost his parent.
        var start = new ProcessStartInfo(
            "setpriv",
            ["--pdeathsig", "KILL", "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", "\"$@\"; exit $?", "sh", "dotnet", Path.Combine(AppContext.BaseDirectory, "LitePipeline.Soak.dll"), .. arguments]);
        start.Environment[Inside] = "1";
        using var inside = Process.Start(start)!;
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            if (!inside.HasExited) inside.Kill();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        inside.WaitForExit();
        return inside.ExitCode;
    }
}
