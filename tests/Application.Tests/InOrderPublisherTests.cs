using MediatR;

namespace CleanLite.Application.Tests;

public sealed class InOrderPublisherTests
{
    private readonly List<string> _done = [];
    private readonly TaskCompletionSource _slow = new();

    [Fact]
    public void Publish_HandlersThatFinishAtOnce_AreDoneInTheirOrder()
    {
        PublishAsync(AtOnce("a"), AtOnce("b")).IsCompletedSuccessfully.ShouldBeTrue();
        _done.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Publish_AHandlerThatTakesLonger_IsWaitedForBeforeTheNext()
    {
        var published = PublishAsync(AtOnce("a"), Slow("b"), AtOnce("c"));
        _done.ShouldBe(["a"]);
        published.IsCompleted.ShouldBeFalse();
        _slow.SetResult();
        await published;
        _done.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Publish_AHandlerThatFails_IsTheLast()
    {
        var published = PublishAsync(Slow("a"), AtOnce("b"));
        _slow.SetException(new InvalidOperationException("no"));
        (await Should.ThrowAsync<InvalidOperationException>(published)).Message.ShouldBe("no");
        _done.ShouldBeEmpty();
    }

    private static NotificationHandlerExecutor Handler(Func<Task> handle) => new(new object(), (_, _) => handle());

    private static Task PublishAsync(params NotificationHandlerExecutor[] handlers) =>
        new InOrderPublisher().Publish(handlers, new Told(), CancellationToken.None);

    private NotificationHandlerExecutor AtOnce(string name) => Handler(() =>
    {
        _done.Add(name);
        return Task.CompletedTask;
    });

    private NotificationHandlerExecutor Slow(string name) => Handler(async () =>
    {
        await _slow.Task;
        _done.Add(name);
    });

    private sealed record Told : INotification;
}
