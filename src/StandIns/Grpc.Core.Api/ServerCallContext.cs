namespace Grpc.Core;

/// <summary>What a server knows about the call that it serves.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>The path of the method: <c>/package.Service/Method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The authority that the client named.</summary>
    public string Host => HostCore;

    /// <summary>Where the client is, as in <c>ipv4:127.0.0.1:5000</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the call must have finished, in UTC; <see cref="DateTime.MaxValue"/> for never.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The headers that the client sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Cancelled when the client gives up, the deadline passes or the link breaks.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>The metadata that will close the call.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status that a handler which returns normally ends with.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>How the following messages are written; null for the defaults.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the transport proved about the client.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>A place for interceptors and handlers to keep things for the length of the call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Sends the headers of the answer; once, and before the first message.</summary>
    /// <param name="responseHeaders">The headers.</param>
    /// <returns>Done when they are sent.</returns>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>Makes a token that lets a call made inside this one inherit from it.</summary>
    /// <param name="options">What is inherited; null for everything.</param>
    /// <returns>The token.</returns>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) =>
        CreatePropagationTokenCore(options);

    /// <summary>Behind <see cref="WriteResponseHeadersAsync"/>.</summary>
    /// <param name="responseHeaders">The headers.</param>
    /// <returns>Done when they are sent.</returns>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Behind <see cref="CreatePropagationToken"/>.</summary>
    /// <param name="options">What is inherited.</param>
    /// <returns>The token.</returns>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);

    /// <summary>Behind <see cref="Method"/>.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Behind <see cref="Host"/>.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Behind <see cref="Peer"/>.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Behind <see cref="Deadline"/>.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Behind <see cref="RequestHeaders"/>.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Behind <see cref="CancellationToken"/>.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Behind <see cref="ResponseTrailers"/>.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Behind <see cref="Status"/>.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Behind <see cref="WriteOptions"/>.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Behind <see cref="AuthContext"/>.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Behind <see cref="UserState"/>; an empty dictionary at first.</summary>
    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];
}
