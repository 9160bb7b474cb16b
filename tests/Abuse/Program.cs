using CleanLite.Abuse.CommandLine;

return await AbuseTool.RunAsync(args);
