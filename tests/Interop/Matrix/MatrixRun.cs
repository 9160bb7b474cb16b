using CleanLite.Interop.Host;

namespace CleanLite.Interop.Matrix;

/// <summary>Every case with every client, so many times, against one host.</summary>
internal sealed class MatrixRun(IReadOnlyList<Client> clients, int repeats, Soak soak, TextWriter log)
{
    private readonly Dictionary<(string Client, string Case), int> _passes = [];
    private readonly Dictionary<string, string> _versions = [];
    private int _failures;

    /// <summary>Runs all of it and prints the table.</summary>
    /// <returns>Whether everything passed every time.</returns>
    public async Task<bool> RunAsync()
    {
        if (await Client.PrepareAsync(clients, log) is false) return false;
        await using var server = await InteropServer.StartAsync();
        for (var repeat = 1; repeat <= repeats; repeat++)
        {
            foreach (var client in clients)
                await CountAsync(client, repeat, await client.RunAsync(server.Authority, soak));
        }

        return await ReportAsync();
    }

    private async Task CountAsync(Client client, int repeat, ClientRun run)
    {
        _versions[client.Name] = run.Version;
        foreach (var name in run.Passed)
            _passes[(client.Name, name)] = Passes(client, name) + 1;
        foreach (var failure in run.Failures)
            await log.WriteLineAsync($"FAILED {client.Name}, run {repeat}: {failure}");
        _failures += run.Failures.Count;
    }

    // In Markdown, for README.md here.
    private async Task<bool> ReportAsync()
    {
        await log.WriteLineAsync($"{Machine.Describe()}\n");
        foreach (var client in clients)
            await log.WriteLineAsync($"- {client.Name}: {_versions[client.Name]}");
        await log.WriteLineAsync();
        await WriteRowAsync($"passes of {repeats}", client => client.Name);
        await WriteRowAsync("---", _ => "--:");
        foreach (var name in clients.SelectMany(client => client.Cases).Distinct())
            await WriteRowAsync($"`{name}`", client => client.Cases.Contains(name) ? $"{Passes(client, name)}" : "");

        // A client that leaves a case out has not passed it.
        var all = clients.Sum(client => client.Cases.Count) * repeats;
        var passed = clients.Sum(client => client.Cases.Sum(name => Passes(client, name)));
        await log.WriteLineAsync($"\n{passed} of {all} passed");
        return passed == all && _failures == 0;
    }

    private async Task WriteRowAsync(string name, Func<Client, string> cell) =>
        await log.WriteLineAsync($"| {name} | {string.Join(" | ", clients.Select(cell))} |");

    private int Passes(Client client, string name) => _passes.GetValueOrDefault((client.Name, name));
}
