using CleanLite.Api.Hosting;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Live.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Benchmarks;

/// <summary>The server as it is composed, never started: no listener, no clock, and the broadcaster drained by hand.</summary>
internal sealed class Composition(params string[] settings) : IAsyncDisposable
{
    private readonly WebApplication _app = CleanLiteServer.Build(
    [
        "--CleanLite:Http:Port=0",
        "--CleanLite:Grpc:Port=0",
        "--CleanLite:LocalAgent:Enabled=false",
        "--CleanLite:Activity:Path=",
        "--Serilog:MinimumLevel=Fatal",
        .. settings,
    ]);

    public static AgentId Agent { get; } = AgentId.Parse("load-00000");

    public MetricFeed Feed => Get<MetricFeed>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
