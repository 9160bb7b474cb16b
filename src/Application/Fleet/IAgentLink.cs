using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Fleet;

/// <summary>The way to one agent's stream, whatever door it came through. Neither call waits for the agent.</summary>
public interface IAgentLink
{
    /// <summary>How the agent is connected: <c>grpc</c>, <c>websocket</c>.</summary>
    string Transport { get; }

    /// <summary>Milliseconds to the agent and back, as the operating system measured on the connection; null if it cannot say.</summary>
    double? RoundTripMs => null;

    /// <summary>Takes <paramref name="push"/> to be sent; false if the stream has ended or has no room at the moment.</summary>
    bool TryPush(Push push) => false;

    /// <summary>Says goodbye and ends the stream. Calls after the first do nothing.</summary>
    void End(GoodbyeReason reason, string detail, int reconnectAfterMs = 0);
}
