using CleanLite.Interop.Protos;
using Grpc.Core;

namespace CleanLite.Interop.Net;

/// <summary>Calls that the caller gives up, and calls in great number.</summary>
internal static class EndingCases
{
    public static async Task CancelAfterBeginAsync(NetPeer peer)
    {
        using var cancel = new CancellationTokenSource();
        using var call = peer.Client.StreamingInputCall(NetPeer.Patiently().WithCancellationToken(cancel.Token));
        await cancel.CancelAsync();
        await Expect.StatusAsync(StatusCode.Cancelled, call.ResponseAsync);
    }

    public static async Task CancelAfterFirstResponseAsync(NetPeer peer)
    {
        using var cancel = new CancellationTokenSource();
        using var call = peer.Client.FullDuplexCall(NetPeer.Patiently().WithCancellationToken(cancel.Token));
        await call.RequestStream.WriteAsync(MessageCases.Ask(31_415, 27_182));
        Expect.Equal(true, await call.ResponseStream.MoveNext(), "an answer");
        await cancel.CancelAsync();
        await Expect.StatusAsync(StatusCode.Cancelled, call.ResponseStream.MoveNext());
    }

    public static async Task TimeoutOnSleepingServerAsync(NetPeer peer)
    {
        using var call = peer.Client.FullDuplexCall(NetPeer.Within(TimeSpan.FromMilliseconds(1)));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = NetPeer.Zeros(27_182) });
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The deadline may pass first.
        }

        await Expect.StatusAsync(StatusCode.DeadlineExceeded, call.ResponseStream.MoveNext());
    }

    public static Task ConcurrentLargeUnaryAsync(NetPeer peer) =>
        Task.WhenAll(Enumerable.Range(0, peer.SoakCount).Select(_ => peer.CallLargeAsync(NetPeer.Patiently())));

    public static async Task RpcSoakAsync(NetPeer peer)
    {
        for (var i = 0; i < peer.SoakCount; i++)
            await peer.CallLargeAsync(NetPeer.Within(peer.SoakLimit));
    }

    public static async Task ChannelSoakAsync(NetPeer peer)
    {
        for (var i = 0; i < peer.SoakCount; i++)
        {
            using var fresh = peer.Another();
            await fresh.CallLargeAsync(NetPeer.Within(peer.SoakLimit));
        }
    }
}
