using System.IO.Compression;
using System.Text;
using CleanLite.Api.Fleet;
using CleanLite.Api.Security;
using CleanLite.Application.Ingest;
using Grpc.AspNetCore.Server.Model;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CleanLite.Api.Ingest;

/// <summary>The gRPC door: what is set, why, and which test proves it stands in docs/grpc.md.</summary>
internal static class GrpcDoor
{
    /// <summary>The encodings that a caller may use.</summary>
    public const string Encodings = "identity,gzip,deflate";

    // Read by the decompression streams of src/StandIns/Grpc.Net.Common.
    private const string MaxDecompressedBytes = "Grpc.Net.Compression.MaxDecompressedBytes";

    /// <summary>Adds the services behind the door.</summary>
    public static IServiceCollection AddGrpcDoor(this IServiceCollection services, IngestOptions ingest)
    {
        // A gzip stream that is cut short is an error, not an end.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = ingest.MaxBatchBytes;
            grpc.EnableDetailedErrors = false;
            AppContext.SetData(MaxDecompressedBytes, ingest.MaxBatchBytes);
            grpc.CompressionProviders =
            [
                new GzipCompressionProvider(CompressionLevel.Fastest),
                new DeflateCompressionProvider(CompressionLevel.Fastest),
            ];
        });
        return services
            .AddSingleton<BatchDecoder>()
            .AddSingleton<IServiceMethodProvider<AgentDoor>, AgentDoorMethods>()
            .AddSingleton<AgentDoor>()
            .AddSingleton<AgentSessions>()
            .AddSingleton<AgentSocketDoor>()
            .AddSingleton<SessionMetrics>()
            .AddSingleton<IAgentMessages, AgentReports>()
            .AddSingleton<HttpIngest>()
            .AddSingleton<HealthDoor>();
    }

    /// <summary>Sets the transport's limits, which hold for every listener.</summary>
    public static void ConfigureGrpcDoor(this KestrelServerOptions kestrel)
    {
        // A dead peer is noticed in half a minute, without a word from the application. Kestrel's default is never.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);

        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        kestrel.Limits.Http2.InitialStreamWindowSize = 256 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;

        // RFC 9110 lets a value hold any byte from 0x80 on. Read as UTF-8, one that is none would end the connection, and with it every other call.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;

        // A third of Kestrel's default: whoever dribbles headers holds a connection for no longer.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    /// <summary>Opens the door.</summary>
    public static void MapGrpcDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<AgentDoor>().RequireAgent().Add(GrpcEntrance.Guard);
        routes.MapGrpcService<HealthDoor>().IsOpen().Add(GrpcEntrance.Guard);
    }
}
