using System.Diagnostics;
using CleanLite.Api.Tests.Live;

namespace CleanLite.Api.Tests.Contract;

/// <summary>The clients of docs/live.md run as they are printed there.</summary>
public sealed class DocumentedClientTests
{
    [Fact]
    public async Task PythonClient_SeesTheStateThenWhatHappens()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        await Sender.SendAsync(server, "cpu", 1);
        var url = new UriBuilder(server.Http) { Scheme = "ws", Path = "/live" }.Uri.ToString();
        using var client = Start("/usr/bin/python3", "-c", LiveDocument.CodeIn("python"), url);
        try
        {
            (await NextLineAsync(client)).ShouldBe("web-1 cpu 1");
            await Sender.SendAsync(server, "memory", 2.5);
            (await NextLineAsync(client)).ShouldBe("web-1 memory 2.5");
        }
        finally
        {
            client.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true } };
        process.Start();
        return process;
    }

    private static async Task<string> NextLineAsync(Process client) =>
        (await client.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Patience)).ShouldNotBeNull("The client ended.").TrimEnd();
}
