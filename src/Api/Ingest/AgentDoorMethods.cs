using CleanLite.Application.Ingest;
using CleanLite.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace CleanLite.Api.Ingest;

/// <summary>
/// Binds <see cref="AgentDoor"/> to the paths of <c>cleanlite.v1.AgentService</c>, in place of the generated base class: what comes in is read by
/// <see cref="BatchDecoder"/> from the buffers of the connection.
/// </summary>
internal sealed class AgentDoorMethods(BatchDecoder decoder, IngestMetrics metrics) : IServiceMethodProvider<AgentDoor>
{
    /// <summary>The service's full name.</summary>
    public static string ServiceName { get; } = AgentService.Descriptor.FullName;

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<AgentDoor> context)
    {
        var messages = ReadBy(ReadMessage);
        var requests = ReadBy(ReadRequest);
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

    private InboundMessage ReadMessage(DeserializationContext payload)
    {
        var message = decoder.ReadMessage(payload.PayloadAsReadOnlySequence());
        metrics.Received(payload.PayloadLength, isWhole: message.Fault == WireFault.None);
        return message;
    }

    private InboundRequest ReadRequest(DeserializationContext payload)
    {
        var request = decoder.ReadRequest(payload.PayloadAsReadOnlySequence());
        metrics.Received(payload.PayloadLength, isWhole: request.Fault == WireFault.None);
        return request;
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
