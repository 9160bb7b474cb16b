using System.Reflection;
using CleanLite.Interop.Net;
using CleanLite.Testing;

namespace CleanLite.Interop.Matrix;

/// <summary>A program that runs its cases against a host; <see cref="PrepareAsync(IEnumerable{Client},TextWriter)"/> makes it where it is missing.</summary>
/// <param name="Name">The column of the table.</param>
/// <param name="Command">The program and its first arguments; the address and the length of the soak follow.</param>
/// <param name="Preparation">The command that installs or compiles it, or nothing.</param>
/// <param name="Folder">Where both run.</param>
internal sealed record Client(string Name, string[] Command, string[] Preparation, string Folder)
{
    private static readonly string Root =
        typeof(Client).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "InteropFolder").Value!;

    /// <summary>Every client there is.</summary>
    public static IReadOnlyList<Client> All { get; } =
    [
        new("net", ["dotnet", typeof(Client).Assembly.Location, "net"], [], Root) { Sessions = ["dotnet", typeof(Client).Assembly.Location, "net-sessions"] },
        // Debian's own Python, which is the one that has Debian's grpcio.
        new("python", ["/usr/bin/python3", "client.py"], [], Path.Combine(Root, "python")) { Sessions = ["/usr/bin/python3", "sessions.py"] },
        new("cpp", [Path.Combine(Root, "cpp", "build", "client")], ["make", "-s"], Path.Combine(Root, "cpp"))
        {
            Cases = [.. NetClient.CaseNames, "keepalive"],
            Sessions = [Path.Combine(Root, "cpp", "build", "sessions")],
        },
        new("js", ["node", "client.mjs"], ["npm", "ci", "--no-fund", "--no-audit"], Path.Combine(Root, "js")) { Sessions = ["node", "sessions.mjs"] },
        new("h2load", ["sh", "client.sh"], [], Path.Combine(Root, "h2load")) { Cases = ["plain_trailers", "plain_unary"] },
    ];

    /// <summary>The cases that it has to pass: the standard's, if it is a gRPC client.</summary>
    public IReadOnlyList<string> Cases { get; private init; } = [.. NetClient.CaseNames];

    /// <summary>The program that plays agents, as <see cref="Command"/>; empty if there is none.</summary>
    public string[] Sessions { get; private init; } = [];

    /// <summary>Makes those that are missing.</summary>
    /// <returns>False if one cannot be made; <paramref name="log"/> says why.</returns>
    public static async Task<bool> PrepareAsync(IEnumerable<Client> clients, TextWriter log)
    {
        foreach (var client in clients)
        {
            if (await client.PrepareAsync() is not { } problem) continue;
            await log.WriteLineAsync(problem);
            return false;
        }

        return true;
    }

    /// <summary>Runs every case once.</summary>
    public async Task<ClientRun> RunAsync(string authority, Soak soak) => await RunAsync(Command, [authority, $"{soak.Count}", $"{soak.LimitMs}"]);

    /// <summary>Plays agents.</summary>
    public async Task<ClientRun> RunSessionsAsync(string authority, int count) => await RunAsync(Sessions, [authority, $"{count}"]);

    // Why it cannot be made, or null.
    private async Task<string?> PrepareAsync()
    {
        // npm writes this file last, so that an installation that was cut short is not taken for one.
        if (Preparation is [] || File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            return null;
        var (exitCode, output) = await OtherProgram.RunAsync(Preparation[0], Preparation[1..], Folder);
        return exitCode == 0 ? null : $"{Name} cannot be made: {output}";
    }

    private async Task<ClientRun> RunAsync(string[] command, string[] arguments)
    {
        var (exitCode, output) = await OtherProgram.RunAsync(command[0], [.. command[1..], .. arguments], Folder);
        return ClientRun.Parse(exitCode, output);
    }
}
