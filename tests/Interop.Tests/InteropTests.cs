using CleanLite.Interop.Matrix;
using CleanLite.Interop.Sessions;

namespace CleanLite.Interop.Tests;

/// <summary>
/// One short run of the interop cases with the clients that the gate has. The whole of it, C++ included: tests/Interop/README.md.
/// </summary>
public sealed class InteropTests
{
    // As many calls as show the way; how long one takes is not judged here.
    private static readonly Soak Short = new(Count: 20, LimitMs: 30_000);

    [Theory]
    [InlineData("net")]
    [InlineData("python")]
    [InlineData("js")]
    public async Task Client_EveryCase_Passes(string client)
    {
        using var log = new StringWriter();

        var passed = await new MatrixRun([Client.All.Single(each => each.Name == client)], 1, Short, log).RunAsync();

        passed.ShouldBeTrue(log.ToString());
    }

    [Theory]
    [InlineData("net")]
    [InlineData("python")]
    [InlineData("js")]
    public async Task Agents_CancelledAtRandomMoments_LeaveNothingBehind(string client)
    {
        using var log = new StringWriter();

        var passed = await new SessionsRun([Client.All.Single(each => each.Name == client)], Short.Count, log).RunAsync();

        passed.ShouldBeTrue(log.ToString());
    }

    [Fact]
    public void Run_OfAClientThatDied_IsAFailure()
    {
        var run = ClientRun.Parse(134, "pass empty_unary\nAborted");

        run.Passed.ShouldBe(["empty_unary"]);
        run.Failures.Single().ShouldContain("134");
    }

    [Fact]
    public void Run_WithFailures_NamesThem() =>
        ClientRun.Parse(1, "pass a\nfail b too short\n").Failures.ShouldBe(["b too short"]);

    [Fact]
    public void Run_OfAnyClient_TellsItsVersion() =>
        ClientRun.Parse(0, "version library 1.2\npass a\n").Version.ShouldBe("library 1.2");
}
