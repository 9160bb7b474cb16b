using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A running call with one request and one answer.</summary>
/// <typeparam name="TResponse">The answer.</typeparam>
public sealed class AsyncUnaryCall<TResponse> : IDisposable
{
    private readonly AsyncCallState _call;

    /// <summary>Makes a call object of its parts, for instance in a test.</summary>
    /// <param name="responseAsync">The answer; faults with <see cref="RpcException"/> if the call fails.</param>
    /// <param name="responseHeadersAsync">The headers, once they came.</param>
    /// <param name="getStatusFunc">The status of a finished call.</param>
    /// <param name="getTrailersFunc">The trailers of a finished call.</param>
    /// <param name="disposeAction">Ends the call.</param>
    public AsyncUnaryCall(
        Task<TResponse> responseAsync,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        ResponseAsync = responseAsync;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Makes a call object of its parts, whose callbacks share one object instead of a closure each.</summary>
    /// <param name="responseAsync">The answer; faults with <see cref="RpcException"/> if the call fails.</param>
    /// <param name="responseHeadersAsync">The headers, once they came.</param>
    /// <param name="getStatusFunc">The status of a finished call.</param>
    /// <param name="getTrailersFunc">The trailers of a finished call.</param>
    /// <param name="disposeAction">Ends the call.</param>
    /// <param name="state">What each callback is given.</param>
    public AsyncUnaryCall(
        Task<TResponse> responseAsync,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        ResponseAsync = responseAsync;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>The answer; faults with <see cref="RpcException"/> if the call fails.</summary>
    public Task<TResponse> ResponseAsync { get; }

    /// <summary>The headers of the answer, once they came.</summary>
    public Task<Metadata> ResponseHeadersAsync => _call.ResponseHeadersAsync;

    /// <summary>Lets the call itself be awaited for its answer.</summary>
    /// <returns>The awaiter of <see cref="ResponseAsync"/>.</returns>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Chooses where the code after an await of the call goes on.</summary>
    /// <param name="continueOnCapturedContext">Whether it goes on in the context of the await.</param>
    /// <returns>What can be awaited.</returns>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <summary>How the call ended.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="InvalidOperationException">The call has not finished.</exception>
    public Status GetStatus() => _call.GetStatus();

    /// <summary>The metadata that closed the call.</summary>
    /// <returns>The trailers.</returns>
    /// <exception cref="InvalidOperationException">The call has not finished.</exception>
    public Metadata GetTrailers() => _call.GetTrailers();

    /// <summary>Gives the call's resources back; a call that still runs is cancelled.</summary>
    public void Dispose() => _call.Dispose();
}
