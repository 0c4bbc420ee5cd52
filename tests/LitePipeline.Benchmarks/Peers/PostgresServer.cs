using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>A PostgreSQL of our own as Debian packs it, with its defaults: every commit is flushed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _programs;

    private PostgresServer(string folder, string programs, int port)
    {
        (_folder, _programs) = (folder, programs);
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Maximum Pool Size=50";
    }

    public string ConnectionString { get; }

    /// <exception cref="InvalidOperationException">There is no PostgreSQL here.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
        if (programs is null) throw new InvalidOperationException("This peer needs a PostgreSQL server: install Debian's package postgresql.");
        var folder = Directory.CreateTempSubdirectory("litepipeline-postgres-").FullName;
        if (Environment.UserName == "root") await RunAsync("chown", "postgres", folder);
        var port = FreePort();
        var server = new PostgresServer(folder, programs, port);
        await server.AsServerAsync("initdb", "-D", server.Data, "-U", "postgres", "--auth=trust", "--no-instructions");
        await server.AsServerAsync("pg_ctl", "-D", server.Data, "-w", "-l", Path.Combine(folder, "log"), "-o", $"-p {port} -k {folder} -h 127.0.0.1", "start");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsServerAsync("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    // It refuses to be run by root.
    private Task AsServerAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_programs, program), .. arguments])
        : RunAsync(Path.Combine(_programs, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "\"$@\" > /dev/null", "bash", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
