using CleanLite.Interop.Host;
using CleanLite.Interop.Net;

namespace CleanLite.Interop.Matrix;

/// <summary>Every case with every client, so many times, against one host.</summary>
internal sealed class MatrixRun(IReadOnlyList<Client> clients, int repeats, Soak soak, TextWriter log)
{
    private readonly Dictionary<(string Client, string Case), int> _passes = [];
    private int _failures;

    /// <summary>Runs all of it and prints the table.</summary>
    /// <returns>Whether everything passed every time.</returns>
    public async Task<bool> RunAsync()
    {
        foreach (var client in clients)
        {
            if (await client.PrepareAsync() is not { } problem)
                continue;
            await log.WriteLineAsync(problem);
            return false;
        }

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
        foreach (var name in run.Passed)
            _passes[(client.Name, name)] = Passes(client, name) + 1;
        foreach (var failure in run.Failures)
            await log.WriteLineAsync($"FAILED {client.Name}, run {repeat}: {failure}");
        _failures += run.Failures.Count;
    }

    private async Task<bool> ReportAsync()
    {
        await log.WriteLineAsync(string.Concat($"{"case",-29}", string.Concat(clients.Select(client => $"{client.Name,8}"))));
        foreach (var name in NetClient.CaseNames)
            await log.WriteLineAsync(string.Concat($"{name,-29}", string.Concat(clients.Select(client => $"{Passes(client, name),8}"))));
        // A client that leaves a case out has not passed it.
        var all = clients.Count * NetClient.CaseNames.Count() * repeats;
        var passed = clients.Sum(client => NetClient.CaseNames.Sum(name => Passes(client, name)));
        await log.WriteLineAsync($"{passed} of {all} passed");
        return passed == all && _failures == 0;
    }

    private int Passes(Client client, string name) => _passes.GetValueOrDefault((client.Name, name));
}
