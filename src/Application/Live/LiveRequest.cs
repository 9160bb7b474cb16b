using System.Net;

namespace CleanLite.Application.Live;

/// <summary>A viewer that comes in.</summary>
/// <param name="Address">Where from; null if unknown.</param>
/// <param name="Subscriptions">What it asked for in the query; may be empty.</param>
/// <param name="Encoding">How it is to be spoken to.</param>
public sealed record LiveRequest(
    IPAddress? Address, IReadOnlyList<ChannelSubscription> Subscriptions, LiveEncoding Encoding = LiveEncoding.Json);
