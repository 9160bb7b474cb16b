namespace Grpc.Core;

/// <summary>What a client says about one call, besides the request.</summary>
public struct CallOptions
{
    private CallFlags _flags;

    /// <summary>Makes options.</summary>
    /// <param name="headers">Headers to send.</param>
    /// <param name="deadline">When the call must have finished, in UTC; null for never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How messages are written.</param>
    /// <param name="propagationToken">The context of the server call that this call belongs to.</param>
    /// <param name="credentials">Credentials for this call alone.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Headers to send; null for none.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>When the call must have finished, in UTC; null for never.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Cancels the call, which then ends as <see cref="StatusCode.Cancelled"/> unless it finished first.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>How messages are written; null for the defaults.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>The context of the server call that this call belongs to; null for none.</summary>
    public ContextPropagationToken? PropagationToken { get; private set; }

    /// <summary>Credentials for this call alone; null for none.</summary>
    public CallCredentials? Credentials { get; private set; }

    /// <summary>Whether the call waits for a broken channel to recover instead of failing at once.</summary>
    public readonly bool IsWaitForReady => _flags.HasFlag(CallFlags.WaitForReady);

    /// <summary>A copy with other headers.</summary>
    /// <param name="headers">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>A copy with another deadline.</summary>
    /// <param name="deadline">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>A copy with another cancellation.</summary>
    /// <param name="cancellationToken">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>A copy with other write options.</summary>
    /// <param name="writeOptions">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>A copy with another context.</summary>
    /// <param name="propagationToken">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    /// <summary>A copy with other credentials.</summary>
    /// <param name="credentials">The new value.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>A copy that waits, or does not wait, for a broken channel to recover.</summary>
    /// <param name="waitForReady">Whether it waits.</param>
    /// <returns>The copy.</returns>
    public readonly CallOptions WithWaitForReady(bool waitForReady = true) =>
        this with { _flags = waitForReady ? _flags | CallFlags.WaitForReady : _flags & ~CallFlags.WaitForReady };
}
