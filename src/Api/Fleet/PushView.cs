using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>A push and what became of it, as JSON shows it (live.md, section 8).</summary>
internal sealed record PushView
{
    public required string PushId { get; init; }

    public required string AgentId { get; init; }

    /// <summary><c>config</c>, <c>sample</c>, <c>action</c> or <c>interval</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of the action; absent for other kinds.</summary>
    public string? Action { get; init; }

    public required PushDelivery Result { get; init; }

    public required PushState State { get; init; }

    public required string Detail { get; init; }

    /// <summary>With a configuration: the hash that was pushed.</summary>
    public string? Hash { get; init; }

    /// <summary>With a configuration: the hash in force at the agent, once it has said so.</summary>
    public string? ConfigHash { get; init; }

    /// <summary>With a sample request: its name.</summary>
    public string? RequestId { get; init; }

    public required long CreatedAt { get; init; }

    public required long ExpiresAt { get; init; }

    public long? SentAt { get; init; }

    public long? EndedAt { get; init; }

    /// <summary>With a sample request: the answer, once there is one.</summary>
    public SampleView? Sample { get; init; }

    public static PushView Of(PushReceipt receipt)
    {
        var push = receipt.Push;
        return new PushView
        {
            PushId = push.Id,
            AgentId = push.Agent.Value,
            Kind = push.Kind.Name,
            Action = (push.Body as PushBody.Action)?.Name,
            Result = receipt.Delivery,
            State = receipt.State,
            Detail = receipt.Detail,
            Hash = (push.Body as PushBody.NewConfig)?.Config.Hash,
            ConfigHash = receipt.ConfigHash.Length > 0 ? receipt.ConfigHash : null,
            RequestId = (push.Body as PushBody.SampleRequest)?.RequestId,
            CreatedAt = push.CreatedUnixMs,
            ExpiresAt = push.ExpiresUnixMs,
            SentAt = receipt.SentUnixMs,
            EndedAt = receipt.EndedUnixMs,
            Sample = receipt.Sample is { } sample ? SampleView.Of(sample) : null,
        };
    }
}
