using CleanLite.Agent.Host;
using CleanLite.V1;

namespace CleanLite.Agent.Demo;

/// <summary>Lets a synthetic agent tell a sample and change its interval, as a real one does.</summary>
internal sealed class DemoControl : IPushHandler
{
    private readonly TaskCompletionSource<(AgentClient Client, ReportLoop Loop)> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Capabilities { get; } = ["sample", "interval"];

    public TimeSpan? ReportInterval => _attached.Task.IsCompleted ? _attached.Task.Result.Loop.Interval : null;

    /// <summary>From now on pushes act on <paramref name="loop"/>.</summary>
    public void Attach(AgentClient client, ReportLoop loop) => _attached.SetResult((client, loop));

    public async ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken)
    {
        var (client, loop) = await _attached.Task.WaitAsync(cancellationToken);
        return push.BodyCase == Push.BodyOneofCase.SampleRequest
            ? LoopPushes.AnswerSample(push.SampleRequest, loop, client)
            : LoopPushes.TakeInterval(push.ReportInterval, loop);
    }
}
