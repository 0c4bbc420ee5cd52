using LitePipeline.Benchmarks.Machine;

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
CostPerEvent.Run();
