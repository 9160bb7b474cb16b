using CleanLite.Api.Hosting;

return await CleanLiteServer.RunAsync(args).ConfigureAwait(false);
