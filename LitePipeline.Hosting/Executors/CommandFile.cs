using System.Runtime.InteropServices;

namespace LitePipeline.Hosting.Executors;

/// <summary>Looks for a command as the C library does when it starts one.</summary>
internal static class CommandFile
{
    private const int MayExecute = 1;

    /// <summary>The error that starting it would end with; 0 where it is there and may be run.</summary>
    public static int FindError(string command, string folder)
    {
        if (command.Contains('/', StringComparison.Ordinal)) return ErrorOf(Path.Combine(folder, command));
        var error = PosixNative.ErrorNoEntry;
        foreach (var place in (Environment.GetEnvironmentVariable("PATH") ?? "/bin:/usr/bin").Split(':'))
        {
            var found = ErrorOf(Path.Combine(folder, place, command));
            if (found == 0) return 0;
            // One that may not be run says more than places where there is none.
            if (found == PosixNative.ErrorAccess) error = found;
        }

        return error;
    }

    private static int ErrorOf(string path)
    {
        if (Directory.Exists(path)) return PosixNative.ErrorAccess;
        return PosixNative.Access(path, MayExecute) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
