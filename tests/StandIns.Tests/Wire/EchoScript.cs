using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

/// <summary>What the echo service does in one test; by default it echoes.</summary>
internal sealed record EchoScript
{
    public UnaryServerMethod<EchoRequest, EchoReply> Unary { get; init; } =
        (request, _) => Task.FromResult(Reply(request));

    public ClientStreamingServerMethod<EchoRequest, EchoReply> Collect { get; init; } = async (requests, context) =>
    {
        var texts = new List<string>();
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
            texts.Add(request.Text);
        return new EchoReply { Text = string.Join(' ', texts) };
    };

    public ServerStreamingServerMethod<EchoRequest, EchoReply> Expand { get; init; } = async (request, replies, _) =>
    {
        foreach (var word in request.Text.Split(' '))
            await replies.WriteAsync(new EchoReply { Text = word });
    };

    public DuplexStreamingServerMethod<EchoRequest, EchoReply> Chat { get; init; } = async (requests, replies, context) =>
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
            await replies.WriteAsync(Reply(request), context.CancellationToken);
    };

    public static EchoReply Reply(EchoRequest request) => new() { Text = request.Text, Payload = request.Payload };
}
