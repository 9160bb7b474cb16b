namespace Grpc.Core;

/// <summary>A running call with many requests and many answers.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly AsyncCallState _call;

    /// <summary>Makes a call object of its parts, for instance in a test.</summary>
    /// <param name="requestStream">Where the requests are written.</param>
    /// <param name="responseStream">Where the answers are read.</param>
    /// <param name="responseHeadersAsync">The headers, once they came.</param>
    /// <param name="getStatusFunc">The status of a finished call.</param>
    /// <param name="getTrailersFunc">The trailers of a finished call.</param>
    /// <param name="disposeAction">Ends the call.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Makes a call object of its parts, whose callbacks share one object instead of a closure each.</summary>
    /// <param name="requestStream">Where the requests are written.</param>
    /// <param name="responseStream">Where the answers are read.</param>
    /// <param name="responseHeadersAsync">The headers, once they came.</param>
    /// <param name="getStatusFunc">The status of a finished call.</param>
    /// <param name="getTrailersFunc">The trailers of a finished call.</param>
    /// <param name="disposeAction">Ends the call.</param>
    /// <param name="state">What each callback is given.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Where the requests are written.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>Where the answers are read.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>The headers of the answer, once they came.</summary>
    public Task<Metadata> ResponseHeadersAsync => _call.ResponseHeadersAsync;

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
