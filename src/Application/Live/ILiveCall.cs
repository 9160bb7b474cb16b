namespace CleanLite.Application.Live;

/// <summary>A method that viewers reach with <c>{"action":"call"}</c> (live.md, section 4).</summary>
public interface ILiveCall
{
    /// <summary>Its name: <c>system.metrics</c>.</summary>
    string Method { get; }

    /// <summary>The answer as UTF-8 JSON of a moderate size.</summary>
    ValueTask<ReadOnlyMemory<byte>> CallAsync(CancellationToken cancellation);
}
