using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Agent.Tests.EndToEnd;

/// <summary>The contract as far as an agent notices it: handshake, numbers, acknowledgements, supersession.</summary>
internal sealed class ContractService(ServerState state) : AgentService.AgentServiceBase
{
    public override async Task Connect(
        IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<ServerMessage> responseStream, ServerCallContext context)
    {
        state.AuthorizationSeen = context.RequestHeaders.GetValue("authorization");
        await requestStream.MoveNext(context.CancellationToken);
        var hello = requestStream.Current.Hello;
        var stream = new object();
        state.Streams[hello.AgentId] = stream;
        await responseStream.WriteAsync(new ServerMessage
        {
            Welcome = new Welcome { LastSequence = state.Applied.GetValueOrDefault(hello.SessionId), Limits = state.Limits },
        });
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            if (!ReferenceEquals(state.Streams[hello.AgentId], stream))
            {
                await responseStream.WriteAsync(new ServerMessage { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Superseded } });
                return;
            }

            state.Received.Enqueue(requestStream.Current);
            if (!state.IsMute && Answer(hello, requestStream.Current) is { } answer)
                await responseStream.WriteAsync(answer);
        }
    }

    private ServerMessage? Answer(Hello hello, AgentMessage message)
    {
        switch (message.BodyCase)
        {
            case AgentMessage.BodyOneofCase.Heartbeat:
                return new ServerMessage { Heartbeat = new HeartbeatReply { EchoUnixMs = message.Heartbeat.SentUnixMs } };
            case AgentMessage.BodyOneofCase.Batch when message.Batch.Sequence <= state.AcknowledgeUpTo:
                var sequence = state.Applied[hello.SessionId] = message.Batch.Sequence;
                return new ServerMessage
                {
                    Ack = new Ack
                    {
                        Sequence = sequence,
                        LastSequence = sequence,
                        Result = new BatchResult { Status = BatchStatus.Accepted },
                    },
                };
            default:
                return null;
        }
    }
}
