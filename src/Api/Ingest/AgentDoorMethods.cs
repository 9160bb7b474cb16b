using CleanLite.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace CleanLite.Api.Ingest;

/// <summary>
/// Binds <see cref="AgentDoor"/> to the paths of <c>cleanlite.v1.AgentService</c>, in place of the generated base class: what comes in is read by
/// <see cref="BatchDecoder"/> from the buffers of the connection.
/// </summary>
internal sealed class AgentDoorMethods(BatchDecoder decoder) : IServiceMethodProvider<AgentDoor>
{
    /// <summary>The service's full name.</summary>
    public static string ServiceName { get; } = AgentService.Descriptor.FullName;

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<AgentDoor> context)
    {
        var messages = ReadBy(payload => decoder.ReadMessage(payload.PayloadAsReadOnlySequence()));
        var requests = ReadBy(payload => decoder.ReadRequest(payload.PayloadAsReadOnlySequence()));
        var results = WrittenBy<BatchResult>();

        context.AddDuplexStreamingMethod(
            new Method<InboundMessage, ServerMessage>(MethodType.DuplexStreaming, ServiceName, "Connect", messages, WrittenBy<ServerMessage>()),
            [],
            (door, reader, writer, call) => door.ConnectAsync(reader, writer, call));
        context.AddUnaryMethod(
            new Method<InboundRequest, BatchResult>(MethodType.Unary, ServiceName, "Ingest", requests, results),
            [],
            (door, request, call) => door.IngestAsync(request, call));
        context.AddUnaryMethod(
            new Method<InboundRequest, BatchResult>(MethodType.Unary, ServiceName, "Validate", requests, results),
            [],
            (door, request, call) => door.ValidateAsync(request, call));
    }

    private static Marshaller<T> ReadBy<T>(Func<DeserializationContext, T> read) =>
        new((_, _) => throw new NotSupportedException("The server does not send what agents send."), read);

    private static Marshaller<T> WrittenBy<T>()
        where T : IMessage<T> => new(Write, _ => throw new NotSupportedException("Agents do not send what the server sends."));

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
