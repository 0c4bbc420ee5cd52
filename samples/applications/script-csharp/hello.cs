// One C# file, no project and no package: it needs the .NET SDK on the node, and the files of its workspace are its contract.
using System.Text.Json.Nodes;

var workspace = args[0];
var input = JsonNode.Parse(File.ReadAllText(Path.Combine(workspace, "input.data")))!;
var name = (string?)input["name"] ?? "world";
Console.WriteLine($"greeting {name}");
File.WriteAllText(Path.Combine(workspace, "output.data"), new JsonObject { ["data"] = new JsonObject { ["text"] = $"Hello, {name}!" } }.ToJsonString());
