using System.Globalization;
using CleanLite.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Interop.Net;

/// <summary>Agents on <c>Grpc.Net.Client</c> whose sessions are cancelled at random moments.</summary>
internal sealed class NetSessions(AgentService.AgentServiceClient client)
{
    private const int Agents = 8;
    private const int Batches = 4;

    // Where a session may end; the last of them is a half-close, the others cancel.
    private static readonly string[] Endings = ["begin", "hello", "welcome", "batches", "ack", "close"];

    private readonly Random _random = new(1);
    private readonly int[] _ended = new int[Endings.Length];

    /// <summary>Runs the sessions, one after the other.</summary>
    /// <param name="arguments">Host and port; how many sessions.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Console.WriteLine($"version {NetClient.Version}");
        using var channel = GrpcChannel.ForAddress(
            $"http://{arguments[0]}", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { UseProxy = false }, DisposeHttpClient = true });
        var sessions = new NetSessions(new AgentService.AgentServiceClient(channel));
        var count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        for (var i = 0; i < count; i++)
        {
            // The last one shows that the connection is as good as new.
            var ending = i == count - 1 ? Endings.Length - 1 : sessions._random.Next(Endings.Length);
            try
            {
                await sessions.RunOneAsync(i, ending);
                sessions._ended[ending]++;
            }
            catch (Exception exception)
            {
                Console.WriteLine($"fail sessions {i}, {Endings[ending]}: {exception.Message.ReplaceLineEndings(" ")}");
                return 1;
            }
        }

        Console.WriteLine($"note {string.Join(", ", Endings.Zip(sessions._ended, (name, ended) => $"{name} {ended}"))}\npass sessions");
        return 0;
    }

    private async Task RunOneAsync(int number, int ending)
    {
        using var cancel = new CancellationTokenSource();
        using var call = client.Connect(deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: cancel.Token);
        if (ending >= 1) await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello { AgentId = $"net-{number % Agents}", SessionId = $"s{number}" } });
        if (ending >= 2) Expect.Equal(ServerMessage.BodyOneofCase.Welcome, (await NextAsync(call)).BodyCase, "answer to the Hello");
        for (var batch = 1; ending >= 3 && batch <= Batches; batch++) await call.RequestStream.WriteAsync(BatchOf(number, batch));
        for (var batch = 1; batch <= ending switch { 4 => 1, 5 => Batches, _ => 0 }; batch++)
        {
            var ack = (await NextAsync(call)).Ack;
            Expect.Equal((ulong)batch, ack.Sequence, "acknowledged");
            Expect.Equal(BatchStatus.Accepted, ack.Result.Status, "batch");
        }

        if (ending == Endings.Length - 1)
        {
            await call.RequestStream.CompleteAsync();
            Expect.Equal(false, await call.ResponseStream.MoveNext(CancellationToken.None), "another message");
            Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode, "status");
            return;
        }

        await cancel.CancelAsync();
        try
        {
            // What had come before is read first.
            while (await call.ResponseStream.MoveNext(CancellationToken.None)) continue;
            throw new InvalidOperationException("The session went well instead of being cancelled.");
        }
        catch (RpcException cancelled)
        {
            Expect.Equal(StatusCode.Cancelled, cancelled.StatusCode, $"status ({cancelled.Status.Detail})");
        }
    }

    private static async Task<ServerMessage> NextAsync(AsyncDuplexStreamingCall<AgentMessage, ServerMessage> call)
    {
        Expect.Equal(true, await call.ResponseStream.MoveNext(CancellationToken.None), "a message");
        return call.ResponseStream.Current;
    }

    private static AgentMessage BatchOf(int number, int batch)
    {
        var series = new TimeSeries { Metric = $"m{number}", Timestamps = { DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + batch }, Values = { batch } };
        return new AgentMessage { Batch = new MetricBatch { Sequence = (ulong)batch, Series = { series } } };
    }
}
