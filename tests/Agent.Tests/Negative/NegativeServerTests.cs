using CleanLite.Testing.Http2;
using CleanLite.Agent.Tests.Fakes;
using Grpc.Core;

namespace CleanLite.Agent.Tests.Negative;

/// <summary>
/// gRPC's negative server cases (goaway, rst_after_header, rst_during_data, rst_after_data, ping, max_streams) against the agent: it
/// comes back, sends again what was not acknowledged, and nothing twice that was.
/// </summary>
public sealed class NegativeServerTests
{
    private const int Batches = 5;

    [Fact]
    public async Task GoAway_WhileTheCallIsOpen_LetsItFinishAndTheAgentComesBack()
    {
        var server = new RawServer(async (server, link) =>
        {
            await server.WelcomeAsync(link);
            await server.AcknowledgeAsync(link, 2);
            await link.GoAwayAsync(refuseCall: false);
            await server.AcknowledgeAsync(link, 1);
            await link.SendTrailersAsync(StatusCode.Unavailable);
        });

        await AllArriveAsync(server, reconnects: 1);

        server.Links[1].Sequences.ToArray().ShouldBe([4, 5]);
    }

    [Fact]
    public async Task GoAway_ThatRefusesTheCall_MakesTheAgentComeBack()
    {
        var server = new RawServer((_, link) => link.GoAwayAsync(refuseCall: true));

        // The HTTP client begins the call anew by itself, but without what had been written: only the missing Welcome tells.
        await AllArriveAsync(server, reconnects: 0, connectTimeout: TimeSpan.FromSeconds(1));

        server.Links[^1].Sequences.ToArray().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Theory]
    [MemberData(nameof(Resets))]
    public async Task RstAfterHeader_AnyReason_MakesTheAgentComeBack(uint code)
    {
        var server = new RawServer(async (_, link) =>
        {
            await link.SendHeadersAsync();
            await link.ResetAsync((ErrorCode)code);
        });

        await AllArriveAsync(server, reconnects: 0);

        server.Links[1].Sequences.ToArray().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RstDuringData_HalfAnAck_TheServersMemoryDecidesWhatIsSentAgain(bool wasApplied)
    {
        var server = new RawServer(async (server, link) =>
        {
            await server.WelcomeAsync(link);
            await server.AcknowledgeAsync(link, 2);
            var third = (await RawServer.ReceiveBatchAsync(link))!.Value;
            if (wasApplied)
                server.Applied.Enqueue(third);
            await link.SendHalfAsync(RawServer.AckOf(third));
            await link.ResetAsync(ErrorCode.InternalError);
        });

        await AllArriveAsync(server, reconnects: 1);

        server.Links[1].Sequences.ToArray().ShouldBe(wasApplied ? [4, 5] : [3, 4, 5]);
    }

    [Theory]
    [MemberData(nameof(Resets))]
    public async Task RstAfterData_AnyReason_SendsAgainOnlyWhatWasNotAcknowledged(uint code)
    {
        var server = new RawServer(async (server, link) =>
        {
            await server.WelcomeAsync(link);
            await server.AcknowledgeAsync(link, 3);
            await link.ResetAsync((ErrorCode)code);
        });

        await AllArriveAsync(server, reconnects: 1);

        server.Links[1].Sequences.ToArray().ShouldBe([4, 5]);
    }

    [Fact]
    public async Task Ping_BetweenAllFrames_IsAnsweredAndDisturbsNothing()
    {
        var server = new RawServer(async (server, link) =>
        {
            await link.SendPingAsync(1);
            await server.WelcomeAsync(link);
            for (var i = 2ul; i < 2 + Batches; i++)
            {
                await link.SendPingAsync(i);
                await server.AcknowledgeAsync(link, 1);
            }

            await link.SendPingAsync(ulong.MaxValue);
            await server.AcknowledgeAsync(link, int.MaxValue);
            await link.SendTrailersAsync(StatusCode.OK);
        });

        await AllArriveAsync(server, reconnects: 0);

        server.Links.Count.ShouldBe(1);
        server.Links[0].Pongs.ToArray().ShouldBe([1, 2, 3, 4, 5, 6, ulong.MaxValue]);
    }

    [Fact]
    public async Task MaxStreams_One_IsEnoughForAnAgentAndItsReturn()
    {
        var server = new RawServer(
            async (server, link) =>
            {
                await server.WelcomeAsync(link);
                await server.AcknowledgeAsync(link, 2);
                await link.SendTrailersAsync(StatusCode.Unavailable);
            },
            maxStreams: 1);

        await AllArriveAsync(server, reconnects: 1);

        server.Links.Select(link => link.Calls).ShouldBe([1, 1]);
        server.Links[1].Sequences.ToArray().ShouldBe([3, 4, 5]);
    }

    public static TheoryData<uint> Resets => [.. Enum.GetValues<ErrorCode>().Select(code => (uint)code)];

    /// <summary>Reports from the start on, until everything is acknowledged, and leaves.</summary>
    private static async Task AllArriveAsync(RawServer server, int reconnects, TimeSpan? connectTimeout = null)
    {
        await using (server)
        {
            await using var client = new AgentClient(new AgentOptions
            {
                AgentId = "test",
                Server = server.Address,
                ConnectTimeout = connectTimeout ?? Eventually.Patience,
                MinBackoff = TimeSpan.FromMilliseconds(5),
                MaxBackoff = TimeSpan.FromMilliseconds(50),
            });
            for (var i = 1; i <= Batches; i++)
                client.TryReport(Points.Of(1, i));

            await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == Batches, "all are acknowledged");
            client.Status.Reconnects.ShouldBe(reconnects);
            client.Status.PointsShed.ShouldBe(0);
        }

        server.Applied.ToArray().ShouldBe([1, 2, 3, 4, 5]);
    }
}
