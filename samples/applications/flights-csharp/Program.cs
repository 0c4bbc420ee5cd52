using Flights;
using LitePipeline.Helper;

// The first argument says which action this is (configuration.json), the second is the workspace that the node adds.
Func<ActionContext, Task>? action = args.FirstOrDefault() switch
{
    "split" => Split.RunAsync,
    "airport" => Airport.RunAsync,
    "report" => Report.RunAsync,
    _ => null,
};
if (action is null)
{
    Console.Error.WriteLine("Say which action to run: flights split|airport|report WORKSPACE");
    return 2;
}
return await ActionContext.RunAsync(args[1..], action);
