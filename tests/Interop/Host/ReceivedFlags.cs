using CleanLite.Interop.Protos;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CleanLite.Interop.Host;

/// <summary>Whether the messages of one call came compressed.</summary>
internal sealed class ReceivedFlags(HttpContext http)
{
    private int _seen;

    public static void NoteCompressed(HttpContext http) => http.Items[typeof(ReceivedFlags)] = CountOf(http) + 1;

    /// <summary>Refuses the newest message if it is not what its sender says. To be called once for each message.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public void Check(BoolValue? expected)
    {
        var count = CountOf(http);
        var isCompressed = count > _seen;
        _seen = count;
        if (expected is not null && expected.Value != isCompressed)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The message is {(isCompressed ? "" : "not ")}compressed."));
    }

    private static int CountOf(HttpContext http) => http.Items[typeof(ReceivedFlags)] is int count ? count : 0;
}
