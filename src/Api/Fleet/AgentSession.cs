using CleanLite.Api.Ingest;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Application.Security;
using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>
/// One session with an agent (agent.proto, "session"), over whatever transport: a <c>Hello</c>, then batches and heartbeats until either side
/// ends it. One loop reads and deals with one message at a time; its answers go into the outbox, whose one loop writes. When the agent does
/// not read, the outbox fills, the reading stops, and after <c>DeadAfterMs</c> the session is over.
/// </summary>
internal sealed class AgentSession(
    AgentSessions server, IAgentTransport transport, Credential credential, AgentOutbox<ServerMessage> outbox, ITrackedRequest request)
{
    // What was answered before the end, and the goodbye, may take this long to leave.
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private AgentConnection? _connection;
    private WireFault _fault;
    private bool _isForeign;

    // What the agent's departure is noted as, if the server did not end the session.
    private AgentFarewell _departure = new(GoodbyeReason.Unspecified, "The connection was lost.", 0);

    /// <summary>Runs the session to its end.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken gone)
    {
        using var farewell = new CancellationTokenSource(Timeout.InfiniteTimeSpan, server.Time);
        using var writes = CancellationTokenSource.CreateLinkedTokenSource(gone, farewell.Token);
        var writing = outbox.WriteAllAsync(transport.WriteAsync, writes.Token);
        try
        {
            await ReadAsync(gone).ConfigureAwait(false);
        }
        finally
        {
            outbox.Close();
            if (_connection is not null)
            {
                var departure = outbox.Farewell ?? _departure;
                server.Pushes.Detach(_connection);
                server.Agents.Disconnect(_connection, departure.Reason, departure.Detail);
            }

            farewell.CancelAfter(FarewellTime);
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new SessionEnd(outbox.Farewell, _fault, _isForeign);
    }

    private async Task ReadAsync(CancellationToken gone)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, server.Time);
        using var reads = CancellationTokenSource.CreateLinkedTokenSource(gone, outbox.Ended, patience.Token);
        try
        {
            patience.CancelAfter(server.Fleet.HelloTimeoutMs);
            if (!await GreetAsync(reads.Token).ConfigureAwait(false)) return;
            do patience.CancelAfter(server.Fleet.DeadAfterMs);
            while (await TakeNextAsync(reads.Token).ConfigureAwait(false));
        }
        catch (IOException)
        {
            // The stream is lost, and the departure says so.
        }
        catch (OperationCanceledException) when (reads.IsCancellationRequested)
        {
            // Ends after the first do nothing: if the stream is lost or was ended, that is what counts.
            if (gone.IsCancellationRequested) return;
            if (_connection is null)
                outbox.End(GoodbyeReason.ProtocolError, $"No Hello came within {server.Fleet.HelloTimeoutMs} ms; it is the first message of a stream.");
            else
                outbox.End(GoodbyeReason.Idle, Silence.Told(server.Fleet.DeadAfterMs));
        }
    }

    private async ValueTask<bool> GreetAsync(CancellationToken cancellation)
    {
        using var message = await transport.ReadAsync(cancellation).ConfigureAwait(false);
        if (message is null) return Depart("The agent closed the stream.");
        if (message.Fault != WireFault.None) return RefuseBytes(message.Fault);
        if (message.Length > server.Fleet.MaxHelloBytes) return RefuseBytes(WireFault.TooLarge);
        if (message.Other?.Hello is not { } said)
            return Refuse($"The first message of a stream is a Hello; a {NameOf(message)} came.");
        if (HelloRules.Check(said, server.Ingest.LabelLimits, out var fault) is not { } hello) return Refuse(fault);
        if (!credential.MaySpeakFor(hello.AgentId)) return RefuseForeign();

        switch (await server.Agents.ConnectAsync(hello, outbox, cancellation).ConfigureAwait(false))
        {
            case ConnectOutcome.Connected connected:
                _connection = connected.Connection;
                request.Identify(hello.AgentId.Value, hello.SessionId);
                server.Operations.MessageProcessed();
                var welcome = SessionMessages.Welcome(connected, server.Pushes.Greet(_connection), server);
                if (!await outbox.SendAsync(welcome, cancellation).ConfigureAwait(false)) return false;
                server.Pushes.Attach(_connection);
                return true;
            case ConnectOutcome.Full full:
                outbox.End(GoodbyeReason.Limit, full.Detail);
                return false;
            case var outcome:
                throw new InvalidOperationException($"A Hello cannot end in {outcome}.");
        }
    }

    // True if the session goes on.
    private async ValueTask<bool> TakeNextAsync(CancellationToken cancellation)
    {
        using var message = await transport.ReadAsync(cancellation).ConfigureAwait(false);
        if (message is null) return Depart("The agent closed the stream.");
        if (message.Fault != WireFault.None) return RefuseBytes(message.Fault);
        server.Operations.MessageProcessed();
        if (message.Batch is { } batch) return await TakeBatchAsync(batch, message.Sequence, cancellation).ConfigureAwait(false);

        var other = message.Other!;
        server.Agents.Heard(_connection!, other.Heartbeat?.Counts());
        switch (other.BodyCase)
        {
            case AgentMessage.BodyOneofCase.Heartbeat:
                return await outbox.SendAsync(SessionMessages.HeartbeatReply(other.Heartbeat!, server.Time), cancellation).ConfigureAwait(false);
            case AgentMessage.BodyOneofCase.Skipped:
                var skip = new SkipBatchesCommand(_connection!, other.Skipped.FirstSequence, other.Skipped.LastSequence);
                await server.Sender.Send(skip, cancellation).ConfigureAwait(false);
                return true;
            case AgentMessage.BodyOneofCase.Goodbye:
                return Depart(other.Goodbye);
            case AgentMessage.BodyOneofCase.Hello:
                return Refuse("A second Hello came; a stream has one.");
            default:
                server.Messages.Receive(_connection!, other);
                return true;
        }
    }

    private async ValueTask<bool> TakeBatchAsync(BatchColumns batch, ulong sequence, CancellationToken cancellation)
    {
        var command = new IngestBatchCommand(new BatchOrigin.FromSession(_connection!, sequence), batch);
        var answer = await server.Sender.Send(command, cancellation).ConfigureAwait(false);
        if (answer.Result is not null)
            return await outbox.SendAsync(SessionMessages.Ack(sequence, answer), cancellation).ConfigureAwait(false);

        // The newer stream has ended this one already, usually.
        outbox.End(GoodbyeReason.Superseded, "The stream is no longer its agent's current one.");
        return false;
    }

    private bool Depart(string detail)
    {
        _departure = new AgentFarewell(GoodbyeReason.Unspecified, detail, 0);
        return false;
    }

    private bool Depart(Goodbye goodbye)
    {
        var reason = (GoodbyeReason)goodbye.Reason;
        if (reason == GoodbyeReason.Unspecified || !Enum.IsDefined(reason)) reason = GoodbyeReason.Shutdown;
        var detail = goodbye.Detail.Length > 0 ? Text.Excerpt(goodbye.Detail) : "The agent said goodbye.";
        _departure = new AgentFarewell(reason, detail, 0);
        return false;
    }

    private bool Refuse(string detail)
    {
        outbox.End(GoodbyeReason.ProtocolError, detail);
        return false;
    }

    private bool RefuseForeign()
    {
        _isForeign = true;
        server.Refusals.Refused(Audience.Agent, Refusal.ForeignAgent);
        outbox.End(GoodbyeReason.Unauthorized, AgentSessions.ForeignAgent);
        return false;
    }

    private bool RefuseBytes(WireFault fault)
    {
        _fault = fault;
        var reason = fault == WireFault.TooLarge ? GoodbyeReason.Limit : GoodbyeReason.ProtocolError;
        outbox.End(reason, WireFaults.Describe(fault, nameof(AgentMessage)));
        return false;
    }

    private static string NameOf(InboundMessage message) => message.Batch is not null ? nameof(MetricBatch)
        : message.Other!.BodyCase == AgentMessage.BodyOneofCase.None ? "message without a body" : message.Other.BodyCase.ToString();
}
