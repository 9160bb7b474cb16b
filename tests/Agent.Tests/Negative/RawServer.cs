using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Agent.Tests.Negative;

/// <summary>
/// A server that misbehaves on its first connection as a test says, and keeps the contract on all that follow. It remembers what it
/// applied.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawServer, RawLink, Task> _first;
    private readonly uint? _maxStreams;
    private readonly ConcurrentQueue<RawLink> _links = new();
    private readonly Task _accepting;

    public RawServer(Func<RawServer, RawLink, Task> first, uint? maxStreams = null)
    {
        _first = first;
        _maxStreams = maxStreams;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Every connection there was.</summary>
    public IReadOnlyList<RawLink> Links => [.. _links];

    /// <summary>The batches that were dealt with, in order.</summary>
    public ConcurrentQueue<ulong> Applied { get; } = new();

    /// <summary>Welcomes the agent with the last number that was applied.</summary>
    public async Task WelcomeAsync(RawLink link)
    {
        await link.SendHeadersAsync();
        var first = await link.ReceiveAsync() ?? throw new IOException("The agent hung up.");
        first.BodyCase.ShouldBe(AgentMessage.BodyOneofCase.Hello);
        await link.SendAsync(new ServerMessage
        {
            Welcome = new Welcome { LastSequence = Applied.LastOrDefault(), Limits = new Limits { MaxUnacknowledgedBatches = 16 } },
        });
    }

    /// <summary>The number of the next batch, or null when the agent has closed its side.</summary>
    public static async Task<ulong?> ReceiveBatchAsync(RawLink link)
    {
        while (await link.ReceiveAsync() is { } message)
        {
            if (message.BodyCase != AgentMessage.BodyOneofCase.Batch)
                continue;
            link.Sequences.Enqueue(message.Batch.Sequence);
            return message.Batch.Sequence;
        }

        return null;
    }

    /// <summary>Applies the next batches and acknowledges each.</summary>
    public async Task AcknowledgeAsync(RawLink link, int count)
    {
        for (var i = 0; i < count && await ReceiveBatchAsync(link) is { } sequence; i++)
        {
            Applied.Enqueue(sequence);
            await link.SendAsync(AckOf(sequence));
        }
    }

    public static ServerMessage AckOf(ulong sequence) => new()
    {
        Ack = new Ack { Sequence = sequence, LastSequence = sequence, Result = new BatchResult { Status = BatchStatus.Accepted } },
    };

    /// <summary>To be called after the agent has left.</summary>
    /// <exception cref="ShouldAssertException">An expectation of a script did not hold.</exception>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.WaitAsync(Eventually.Patience);
    }

    private async Task AcceptAllAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(), isFirst: serving.Count == 0));
        }
        catch (SocketException)
        {
            // stopped
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient connection, bool isFirst)
    {
        using var link = new RawLink(connection.GetStream());
        _links.Enqueue(link);
        await link.SendSettingsAsync(_maxStreams);
        var reading = link.ReadAllAsync();
        try
        {
            await link.Begun;
            await (isFirst ? _first(this, link) : KeepContractAsync(link));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The agent was faster to hang up.
        }

        await reading;
    }

    private async Task KeepContractAsync(RawLink link)
    {
        await WelcomeAsync(link);
        await AcknowledgeAsync(link, int.MaxValue);
        await link.SendTrailersAsync(StatusCode.OK);
    }
}
