using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LitePipeline.Benchmarks.Roles;

namespace LitePipeline.Benchmarks.Counting;

/// <summary>The system calls for an OS-process action by manager, node and the process itself, that concern files and processes: how threads wait for each other is chance, these are not.</summary>
internal static partial class SystemCalls
{
    private const string Calls = "open,openat,close,stat,lstat,newfstatat,access,mkdir,rmdir,unlink,rename,write,pwrite64,fsync,fdatasync,ftruncate,flock,lseek,getdents64,clone3,execve,wait4,kill,pidfd_open,epoll_ctl";

    /// <summary>Counts by the difference between a short run and a longer one, so that starting and ending the program drop out.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> PerActionAsync(int few = 20, int many = 120)
    {
        var (shorter, longer) = (await CountAsync(few), await CountAsync(many));
        return longer.ToDictionary(call => call.Key, call => (call.Value - shorter.GetValueOrDefault(call.Key)) / (double)(many - few));
    }

    private static async Task<Dictionary<string, int>> CountAsync(int actions)
    {
        var summary = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("strace", ["-f", "-c", "-o", summary, "-e", $"trace={Calls}", Path.Combine(AppContext.BaseDirectory, "LitePipeline.Benchmarks"), ChildProcess.Flag, ProcessLoop.Role, actions.ToString(CultureInfo.InvariantCulture)]);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"strace ended with {process.ExitCode}.");
            return (await File.ReadAllLinesAsync(summary)).Select(line => Row().Match(line)).Where(row => row.Success)
                .ToDictionary(row => row.Groups["call"].Value, row => int.Parse(row.Groups["count"].Value, CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(summary);
        }
    }

    // % time, seconds, microseconds a call, calls, errors where there were any, name.
    [GeneratedRegex(@"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(?<count>\d+)\s+(\d+\s+)?(?<call>(?!total)\w+)$")]
    private static partial Regex Row();
}
