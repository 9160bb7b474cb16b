using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Fleet;
using MediatR;
using Microsoft.Extensions.Logging;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CleanLite.Infrastructure.Tests.Fleet;

public sealed class FleetNoticesTests
{
    private static readonly PushSettled Notice = new(AgentId.Parse("web-1"), PushKind.Config, "p", PushState.Applied, "", "", 0);

    private readonly IPublisher _publisher = Substitute.For<IPublisher>();
    private readonly ILogger<FleetNotices> _logger = Substitute.For<ILogger<FleetNotices>>();

    public FleetNoticesTests() => _logger.IsEnabled(LogLevel.Error).Returns(true);

    [Fact]
    public void Tell_HandlerThatThrows_IsLogged()
    {
        _publisher.Publish(Notice, default).ThrowsForAnyArgs(new InvalidOperationException());
        Tell().ShouldBe(1);
    }

    [Fact]
    public void Tell_HandlerThatFails_IsLogged()
    {
        _publisher.Publish(Notice, default).ReturnsForAnyArgs(Task.FromException(new InvalidOperationException()));
        Tell().ShouldBe(1);
    }

    [Fact]
    public void Tell_HandlerThatTakesIt_IsNotLogged() => Tell().ShouldBe(0);

    private int Tell()
    {
        new FleetNotices(_publisher, _logger).Tell(Notice);
        return _logger.ReceivedCalls().Count(c => c.GetMethodInfo().Name == nameof(ILogger.Log));
    }
}
