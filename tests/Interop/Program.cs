using CleanLite.Interop;

return await InteropTool.RunAsync(args);
