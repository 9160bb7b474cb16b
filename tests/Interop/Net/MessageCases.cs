using CleanLite.Interop.Protos;
using Grpc.Core;

namespace CleanLite.Interop.Net;

/// <summary>Messages of every length through all four kinds of calls.</summary>
internal static class MessageCases
{
    private static readonly int[] Sent = [27_182, 8, 1_828, 45_904];
    private static readonly int[] Wanted = [31_415, 9, 2_653, 58_979];

    public static async Task EmptyUnaryAsync(NetPeer peer) =>
        Expect.Equal(new Empty(), await peer.Client.EmptyCallAsync(new Empty(), NetPeer.Patiently()), "answer");

    public static Task LargeUnaryAsync(NetPeer peer) => peer.CallLargeAsync(NetPeer.Patiently());

    public static async Task ClientStreamingAsync(NetPeer peer)
    {
        using var call = peer.Client.StreamingInputCall(NetPeer.Patiently());
        foreach (var length in Sent)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = NetPeer.Zeros(length) });
        await call.RequestStream.CompleteAsync();
        Expect.Equal(74_922, (await call).AggregatedPayloadSize, "sum");
    }

    public static async Task ServerStreamingAsync(NetPeer peer)
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(Wanted.Select(size => new ResponseParameters { Size = size }));
        using var call = peer.Client.StreamingOutputCall(request, NetPeer.Patiently());
        foreach (var length in Wanted)
        {
            Expect.Equal(true, await call.ResponseStream.MoveNext(), "another message");
            Expect.Zeros(length, call.ResponseStream.Current.Payload);
        }

        Expect.Equal(false, await call.ResponseStream.MoveNext(), "another message");
    }

    public static async Task PingPongAsync(NetPeer peer)
    {
        using var call = peer.Client.FullDuplexCall(NetPeer.Patiently());
        foreach (var (sent, wanted) in Sent.Zip(Wanted))
        {
            await call.RequestStream.WriteAsync(Ask(wanted, sent));
            Expect.Equal(true, await call.ResponseStream.MoveNext(), "an answer");
            Expect.Zeros(wanted, call.ResponseStream.Current.Payload);
        }

        await EndAsync(call);
    }

    public static async Task EmptyStreamAsync(NetPeer peer)
    {
        using var call = peer.Client.FullDuplexCall(NetPeer.Patiently());
        await EndAsync(call);
    }

    /// <summary>One message that asks for one answer.</summary>
    public static StreamingOutputCallRequest Ask(int wanted, int sent) =>
        new() { ResponseParameters = { new ResponseParameters { Size = wanted } }, Payload = NetPeer.Zeros(sent) };

    private static async Task EndAsync(AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call)
    {
        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext(), "another message");
        Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode, "status");
    }
}
