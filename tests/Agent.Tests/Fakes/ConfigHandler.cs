using CleanLite.V1;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>Announces pushes of kind config and answers them as the test says.</summary>
internal sealed class ConfigHandler(Func<Push, PushAck> answer) : IPushHandler
{
    public IReadOnlyCollection<string> Capabilities { get; } = ["config"];

    public ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken) => new(answer(push));
}
