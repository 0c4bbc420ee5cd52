using System.CommandLine;
using System.Net;
using Quickstart;

var variant = new Option<string?>("--variant") { Description = "Which of the two applications runs: python or csharp. Python where python3 is installed, by default." };
variant.AcceptOnlyFromAmong("python", "csharp");
var data = new Option<string>("--data") { Description = "The folder for the database, the packages, the workspaces and the report.", DefaultValueFactory = _ => Path.Combine(".litepipeline", "quickstart") };
var http = new Option<string>("--http") { Description = "Where the HTTP API listens, on this machine; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:0" };
data.Validators.Add(result =>
{
    if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("--data is empty; give a folder.");
});
// The API knows no users here: whoever reached it could run commands.
http.Validators.Add(result =>
{
    var given = result.GetValueOrDefault<string>();
    if (!IPEndPoint.TryParse(given ?? "", out var address) || !IPAddress.IsLoopback(address.Address)) result.AddError($"--http is '{given}'; give a loopback address and a port, such as 127.0.0.1:8000.");
});
var keep = new Option<bool>("--keep") { Description = "Go on serving after the job, until Ctrl-C." };

var command = new RootCommand("Starts a manager, a node, the HTTP API and the viewer in this process and runs a real job on them.") { variant, data, http, keep };
command.SetAction((parsed, cancellationToken) => Job.RunAsync(
    parsed.GetValue(variant), parsed.GetValue(data)!, parsed.GetValue(http)!, parsed.GetValue(keep), cancellationToken));
return await command.Parse(args).InvokeAsync();
