using CleanLite.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Load.Agents;

/// <summary>The method of the contract with a marshaller of the tool's own: what goes out is bytes already.</summary>
internal static class AgentCalls
{
    public static Method<byte[], ServerMessage> Connect { get; } = new(
        MethodType.DuplexStreaming,
        "cleanlite.v1.AgentService",
        "Connect",
        Marshallers.Create<byte[]>((bytes, context) => context.Complete(bytes), _ => throw new NotSupportedException()),
        Marshallers.Create<ServerMessage>(
            (_, _) => throw new NotSupportedException(), context => ServerMessage.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    public static byte[] Encode(AgentMessage message) => message.ToByteArray();
}
