using CleanLite.Load.CommandLine;
using CleanLite.Load.Commands;

return await LoadTool.RunAsync(args);
