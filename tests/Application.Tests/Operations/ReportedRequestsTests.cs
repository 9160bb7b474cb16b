using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using NSubstitute;

namespace CleanLite.Application.Tests.Operations;

public sealed class ReportedRequestsTests
{
    private static readonly AgentId Agent = AgentId.Parse("forge");

    private readonly IRequestTracker _tracker = Substitute.For<IRequestTracker>();
    private readonly ReportedRequests _requests;

    public ReportedRequestsTests() => _requests = new ReportedRequests(_tracker);

    [Fact]
    public void Take_Started_TellsTheTracker()
    {
        _requests.Take(Agent, "request.started", "req-1", new Dictionary<string, string> { ["session"] = "chat-7", ["channel"] = "mail" });
        _requests.Take(Agent, "request.started", "req-2", new Dictionary<string, string>());
        _tracker.Received(1).Started(Agent, "req-1", "chat-7", "mail");
        _tracker.Received(1).Started(Agent, "req-2", "", "");
    }

    [Fact]
    public void Take_Ended_TellsTheTracker()
    {
        _requests.Take(Agent, "request.ended", "req-1", new Dictionary<string, string>());
        _tracker.Received(1).Ended(Agent, "req-1");
    }

    [Theory]
    [InlineData("request.started", "")]
    [InlineData("request.ended", "")]
    [InlineData("task.started", "req-1")]
    public void Take_AnythingElse_ChangesNothing(string type, string subject)
    {
        _requests.Take(Agent, type, subject, new Dictionary<string, string>());
        _tracker.ReceivedCalls().ShouldBeEmpty();
    }

    [Fact]
    public void Take_LongText_IsCut()
    {
        _requests.Take(Agent, "request.started", new string('x', 100_000), new Dictionary<string, string> { ["session"] = new('y', 100_000) });
        _tracker.Received(1).Started(Agent, Arg.Is<string>(s => s.Length < 200), Arg.Is<string>(s => s.Length < 200), "");
    }
}
