using System.Globalization;
using CleanLite.Interop.Host;
using CleanLite.Interop.Matrix;
using CleanLite.Interop.Net;
using CleanLite.Interop.Sessions;

namespace CleanLite.Interop;

/// <summary>The command line: <c>matrix</c>, <c>serve</c>, <c>net</c>.</summary>
internal static class InteropTool
{
    private const string Help = """
        gRPC's interop cases against the official ASP.NET Core server on CleanLite's stand-ins.

          matrix [--repeat 1] [--clients net,python,cpp,js,h2load] [--soak 1000] [--limit-ms 1000]
                      every case with every client; a table of passes, in Markdown; exit code 1 if any failed
          sessions [--count 1000] [--clients net,python,cpp,js]
                      sessions of agents that are cancelled at random moments, against CleanLite itself; the same
          serve       the host alone; prints host:port
          net <host:port> <soak> <limit-ms>
                      the .NET client alone; the other clients take the same arguments
          net-sessions <host:port> <count>
                      the same of sessions

        --soak is the number of calls of rpc_soak, channel_soak and concurrent_large_unary, and a hundredth of those of plain_unary;
        --limit-ms what one call of the first two may take. h2load wants nghttp2-client; cpp is compiled by make and wants libgrpc++-dev, protobuf-compiler-grpc and pkg-config; python wants
        python3-grpcio and python3-grpc-tools; js is installed by npm.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["serve"]:
                await using (var server = await InteropServer.StartAsync())
                {
                    Console.WriteLine(server.Authority);
                    await server.WaitForShutdownAsync();
                }

                return 0;
            case ["net", _, _, _]:
                return await NetClient.RunAsync(arguments[1..]);
            case ["net-sessions", _, _]:
                return await NetSessions.RunAsync(arguments[1..]);
            case ["sessions", .. var options] when TryReadSessions(options) is { } run:
                return await run.RunAsync() ? 0 : 1;
            case ["matrix", .. var options] when TryRead(options) is { } run:
                return await run.RunAsync() ? 0 : 1;
            default:
                Console.WriteLine(Help);
                return arguments is ["--help" or "-h"] ? 0 : 2;
        }
    }

    private static MatrixRun? TryRead(string[] options)
    {
        var (repeats, soak, clients) = (1, Soak.Standard, Client.All);
        for (var i = 0; i < options.Length; i += 2)
        {
            var value = i + 1 < options.Length ? options[i + 1] : "";
            _ = int.TryParse(value, CultureInfo.InvariantCulture, out var number);
            switch (options[i])
            {
                case "--repeat" when number > 0:
                    repeats = number;
                    break;
                case "--soak" when number > 0:
                    soak = soak with { Count = number };
                    break;
                case "--limit-ms" when number > 0:
                    soak = soak with { LimitMs = number };
                    break;
                case "--clients" when Named(value, Client.All) is { } named:
                    clients = named;
                    break;
                default:
                    return null;
            }
        }

        return new MatrixRun(clients, repeats, soak, Console.Out);
    }
    private static SessionsRun? TryReadSessions(string[] options)
    {
        IReadOnlyList<Client> able = [.. Client.All.Where(client => client.Sessions.Length > 0)];
        var (count, clients) = (Soak.Standard.Count, able);
        for (var i = 0; i < options.Length; i += 2)
        {
            var value = i + 1 < options.Length ? options[i + 1] : "";
            if (options[i] == "--count" && int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0) count = number;
            else if (options[i] == "--clients" && Named(value, able) is { } named) clients = named;
            else return null;
        }

        return new SessionsRun(clients, count, Console.Out);
    }

    private static IReadOnlyList<Client>? Named(string names, IReadOnlyList<Client> among)
    {
        var wanted = names.Split(',');
        return wanted.All(name => among.Any(client => client.Name == name)) ? [.. among.Where(client => wanted.Contains(client.Name))] : null;
    }
}
