using LitePipeline.Cli;

return await LitePipelineTool.RunAsync(args, Console.Out, Console.Error, Environment.GetEnvironmentVariable);
