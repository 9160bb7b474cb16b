using System.Reflection;
using CleanLite.Testing;

namespace CleanLite.Interop.Matrix;

/// <summary>A program that runs every case against a host; <see cref="PrepareAsync"/> makes it where it is missing.</summary>
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
        new("net", ["dotnet", typeof(Client).Assembly.Location, "net"], [], Root),
        // Debian's own Python, which is the one that has Debian's grpcio.
        new("python", ["/usr/bin/python3", "client.py"], [], Path.Combine(Root, "python")),
        new("cpp", [Path.Combine(Root, "cpp", "build", "client")], ["make", "-s"], Path.Combine(Root, "cpp")),
        new("js", ["node", "client.mjs"], ["npm", "ci", "--no-fund", "--no-audit"], Path.Combine(Root, "js")),
    ];

    /// <summary>Makes it if need be.</summary>
    /// <returns>Why it cannot be made, or null.</returns>
    public async Task<string?> PrepareAsync()
    {
        // npm writes this file last, so that an installation that was cut short is not taken for one.
        if (Preparation is [] || File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            return null;
        var (exitCode, output) = await OtherProgram.RunAsync(Preparation[0], Preparation[1..], Folder);
        return exitCode == 0 ? null : $"{Name} cannot be made: {output}";
    }

    /// <summary>Runs every case once.</summary>
    public async Task<ClientRun> RunAsync(string authority, Soak soak)
    {
        var (exitCode, output) = await OtherProgram.RunAsync(Command[0], [.. Command[1..], authority, $"{soak.Count}", $"{soak.LimitMs}"], Folder);
        return ClientRun.Parse(exitCode, output);
    }
}
