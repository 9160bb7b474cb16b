using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>A method that viewers may call.</summary>
internal sealed class TestCall(string method, Func<byte[]> answer) : ILiveCall
{
    public string Method => method;

    public ValueTask<ReadOnlyMemory<byte>> CallAsync(CancellationToken cancellation) => new(answer());
}
