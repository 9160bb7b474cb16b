using System.Net;

namespace CleanLite.Application.Live;

/// <summary>A viewer that comes in.</summary>
/// <param name="Address">Where from; null if unknown.</param>
/// <param name="Subscriptions">What it asked for in the query; may be empty.</param>
/// <param name="Encoding">How it is to be spoken to.</param>
/// <param name="Expired">Fires when its credentials are no longer valid; never if it needed none.</param>
public sealed record LiveRequest(
    IPAddress? Address,
    IReadOnlyList<ChannelSubscription> Subscriptions,
    LiveEncoding Encoding = LiveEncoding.Json,
    CancellationToken Expired = default);
