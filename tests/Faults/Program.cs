using CleanLite.Faults.CommandLine;

return await FaultTool.RunAsync(args);
