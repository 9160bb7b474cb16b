using System.Globalization;
using CleanLite.Interop.Matrix;

namespace CleanLite.Interop.Sessions;

/// <summary>Sessions of agents, written with each client, that are cancelled at random moments, against CleanLite itself.</summary>
internal sealed class SessionsRun(IReadOnlyList<Client> clients, int count, TextWriter log)
{
    /// <summary>Runs all of it and prints the table.</summary>
    /// <returns>Whether every session ended as it should, and the server was rid of it.</returns>
    public async Task<bool> RunAsync()
    {
        if (await Client.PrepareAsync(clients, log) is false) return false;
        await using var server = await AgentServer.StartAsync();
        var (rows, failures) = (new List<string>(), 0);
        foreach (var client in clients)
        {
            var started = TimeProvider.System.GetTimestamp();
            var run = await client.RunSessionsAsync(server.Authority, count);
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            string[] complaints = [.. run.Failures, await server.ComplaintAsync()];
            foreach (var complaint in complaints.Where(c => c.Length > 0))
            {
                failures++;
                await log.WriteLineAsync($"FAILED {client.Name}: {complaint}");
            }

            var passed = run.Passed.Contains("sessions") && complaints.All(c => c.Length == 0);
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"| {client.Name} | {run.Version} | {count} | {run.Note} | {seconds:F0} s | {(passed ? "pass" : "FAIL")} |"));
            if (!passed && complaints.All(c => c.Length == 0)) failures++;
        }

        await log.WriteLineAsync($"{Matrix.Machine.Describe()}\n\n| client | version | sessions | ended by | time | |\n|---|---|--:|---|--:|---|\n{string.Join('\n', rows)}");
        return failures == 0;
    }
}
