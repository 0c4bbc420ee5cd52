using System.Diagnostics;
using System.Globalization;
using LitePipeline.Hosting.Executors;

namespace LitePipeline.Soak.Cluster;

/// <summary>A daemon of the built tool in a network namespace, started again whenever it ends, as a service manager would.</summary>
internal sealed class Daemon
{
    private const int Stop = 19, Continue = 18;
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private readonly ProcessStartInfo _start;
    private readonly TimeProvider _time;
    private readonly string _ready;
    private readonly TextWriter _log;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private long _startedAt;
    private long? _readyAt;
    private bool _isKilled;
    private bool _isEnding;

    public Daemon(string name, Disk disk, string space, string folder, TimeProvider time, IReadOnlyDictionary<string, string> environment, string ready, params string[] arguments)
    {
        (Name, Disk, _time, _ready) = (name, disk, time, ready);
        Log = Path.Combine(folder, $"{name}.log");
        _log = TextWriter.Synchronized(new StreamWriter(Log) { AutoFlush = true });
        // The tool takes the place of ip in the same process.
        _start = new ProcessStartInfo("ip", ["netns", "exec", space, "dotnet", Path.Combine(AppContext.BaseDirectory, "litepipeline.dll"), .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment) _start.Environment[variable] = value;
        _ = SuperviseAsync();
    }

    public string Name { get; }

    public Disk Disk { get; }

    /// <summary>The file that has all that it prints; what it logs is with its times in the folder beside it.</summary>
    public string Log { get; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>How often it ended by itself because its disk was full or read-only.</summary>
    public int GaveUp { get; private set; }

    /// <summary>How it ended by itself though nothing was wrong with its disk; null where it did not.</summary>
    public string? Fell { get; private set; }

    /// <summary>Whether it has been ready for as long as it took to become so.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock) return _process is not null && _readyAt is { } ready && _time.GetElapsedTime(ready) >= _time.GetElapsedTime(_startedAt, ready);
        }
    }

    /// <summary><c>kill -9</c>; false where it is not running.</summary>
    public bool Kill()
    {
        lock (_lock)
        {
            _isKilled |= _process is not null;
            return Signal(PosixNative.Sigkill);
        }
    }

    /// <summary>SIGSTOP; false where it is not running.</summary>
    public bool Pause()
    {
        lock (_lock) return Signal(Stop);
    }

    /// <summary>SIGCONT.</summary>
    public void Resume()
    {
        lock (_lock) Signal(Continue);
    }

    /// <summary>SIGTERM; it is not started again.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_process is null) _over.TrySetResult();
            else Signal(PosixNative.Sigterm);
        }

        return _over.Task;
    }

    private bool Signal(int signal) => _process is not null && PosixNative.Kill(_process.Id, signal) == 0;

    private async Task SuperviseAsync()
    {
        while (true)
        {
            Process process;
            lock (_lock)
            {
                if (_isEnding) break;
                (_startedAt, _readyAt, _isKilled) = (_time.GetTimestamp(), null, false);
                process = _process = Process.Start(_start)!;
            }

            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();

            await process.WaitForExitAsync();
            lock (_lock)
            {
                _process = null;
                Judge(process.ExitCode);
                if (_isEnding) break;
            }

            process.Dispose();
            await Task.Delay(RestartPause, _time);
            Restarts++;
        }

        _over.TrySetResult();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        _log.WriteLine(line);
        if (!line.Contains(_ready, StringComparison.Ordinal)) return;
        lock (_lock) _readyAt ??= _time.GetTimestamp();
    }

    private void Judge(int exitCode)
    {
        if (_isKilled || (_isEnding && exitCode == 0)) return;
        if (Disk.IsUnwell) GaveUp++;
        else Fell ??= string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode} after {Restarts} restarts; see {Log}");
    }
}
