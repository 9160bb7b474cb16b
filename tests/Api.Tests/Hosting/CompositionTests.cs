using CleanLite.Api.Hosting;
using CleanLite.Application.Ingest;
using CleanLite.Infrastructure.LatestState;
using CleanLite.Infrastructure.Live;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Hosting;

public sealed class CompositionTests
{
    private static readonly string[] FreePorts = ["--CleanLite:Http:Port=0", "--CleanLite:Grpc:Port=0", "--CleanLite:Activity:Path="];

    [Fact]
    public async Task PointHandlers_AreTwoSingletons_StateBeforeLive()
    {
        await using var server = CleanLiteServer.Build(FreePorts);
        var handlers = server.Services.GetServices<INotificationHandler<MetricPointAccepted>>().ToList();
        handlers.Select(h => h.GetType()).ShouldBe([typeof(UpdateLatestStateWhenPointAccepted), typeof(BroadcastWhenPointAccepted)]);
        server.Services.GetServices<INotificationHandler<MetricPointAccepted>>().ShouldBe(handlers);
    }

    [Fact]
    public async Task IngestHandler_IsMadeOnce()
    {
        await using var server = CleanLiteServer.Build(FreePorts);
        var handler = server.Services.GetServices<IRequestHandler<IngestBatchCommand, IngestBatchAnswer>>().ShouldHaveSingleItem();
        server.Services.GetRequiredService<IRequestHandler<IngestBatchCommand, IngestBatchAnswer>>().ShouldBeSameAs(handler);
    }

    [Fact]
    public void Build_WrongSettings_NamesThemAll()
    {
        var errors = Should.Throw<SettingsException>(() => CleanLiteServer.Build([.. FreePorts, "--CleanLite:Demo:Agents=x", "--CleanLite:Live:HeartbeatMs=0"]));
        errors.Message.ShouldContain("CleanLite:Demo:Agents is 'x'");
        errors.Message.ShouldContain("CleanLite:Live:HeartbeatMs is '0'");
    }

    [Fact]
    public async Task RunAsync_AddressOfAnotherHost_FailsWithoutAnException()
    {
        // 192.0.2.0/24 is nobody's (RFC 5737).
        string[] elsewhere = ["--CleanLite:Http:Address=192.0.2.1", "--CleanLite:Security:AllowAnonymous=true", "--CleanLite:LocalAgent:Enabled=false"];
        (await CleanLiteServer.RunAsync([.. FreePorts, "--CleanLite:Fleet:ConfigPath=", .. elsewhere])).ShouldBe(1);
    }
}
