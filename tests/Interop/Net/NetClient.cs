using System.Globalization;
using System.Runtime.InteropServices;
using CleanLite.Interop.Matrix;
using Grpc.Net.Client;

namespace CleanLite.Interop.Net;

/// <summary>The interop client on <c>Grpc.Net.Client</c>. Prints a line for each case, as all our clients do.</summary>
internal static class NetClient
{
    private static readonly NetCase[] Cases =
    [
        new("empty_unary", MessageCases.EmptyUnaryAsync),
        new("large_unary", MessageCases.LargeUnaryAsync),
        new("client_streaming", MessageCases.ClientStreamingAsync),
        new("server_streaming", MessageCases.ServerStreamingAsync),
        new("ping_pong", MessageCases.PingPongAsync),
        new("empty_stream", MessageCases.EmptyStreamAsync),
        new("client_compressed_unary", CompressionCases.ClientUnaryAsync),
        new("client_compressed_streaming", CompressionCases.ClientStreamingAsync),
        new("server_compressed_unary", CompressionCases.ServerUnaryAsync),
        new("server_compressed_streaming", CompressionCases.ServerStreamingAsync),
        new("custom_metadata", StatusCases.CustomMetadataAsync),
        new("status_code_and_message", StatusCases.CodeAndMessageAsync),
        new("special_status_message", StatusCases.SpecialMessageAsync),
        new("unimplemented_method", StatusCases.UnimplementedMethodAsync),
        new("unimplemented_service", StatusCases.UnimplementedServiceAsync),
        new("cancel_after_begin", EndingCases.CancelAfterBeginAsync),
        new("cancel_after_first_response", EndingCases.CancelAfterFirstResponseAsync),
        new("timeout_on_sleeping_server", EndingCases.TimeoutOnSleepingServerAsync),
        new("concurrent_large_unary", EndingCases.ConcurrentLargeUnaryAsync),
        new("rpc_soak", EndingCases.RpcSoakAsync),
        new("channel_soak", EndingCases.ChannelSoakAsync),
    ];

    /// <summary>The names of all cases, in the order of the table.</summary>
    public static IEnumerable<string> CaseNames => Cases.Select(each => each.Name);

    /// <summary>What this client is made with.</summary>
    public static string Version => $"Grpc.Net.Client {Machine.VersionOf(typeof(GrpcChannel))}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>Runs every case.</summary>
    /// <param name="arguments">Host and port; calls of a soak case; milliseconds that one of them may take.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Console.WriteLine($"version {Version}");
        using var peer = new NetPeer(arguments[0], Number(arguments[1]), TimeSpan.FromMilliseconds(Number(arguments[2])));
        var failed = 0;
        foreach (var each in Cases)
        {
            try
            {
                await each.RunAsync(peer);
                Console.WriteLine($"pass {each.Name}");
            }
            catch (Exception exception)
            {
                failed++;
                Console.WriteLine($"fail {each.Name} {exception.Message.ReplaceLineEndings(" ")}");
            }
        }

        return failed == 0 ? 0 : 1;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
