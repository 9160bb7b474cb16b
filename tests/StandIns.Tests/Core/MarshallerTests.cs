using System.Text;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Core;

public sealed class MarshallerTests
{
    [Fact]
    public void Marshaller_OfFunctionsOverArrays_WorksThroughContextsToo()
    {
        var marshaller = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);
        var written = new RecordingSerializationContext();

        marshaller.ContextualSerializer("text", written);

        written.Payload.ShouldBe("text"u8.ToArray());
        marshaller.ContextualDeserializer(new ArrayDeserializationContext("text"u8.ToArray())).ShouldBe("text");
        marshaller.Serializer("text").ShouldBe("text"u8.ToArray());
        marshaller.Deserializer("text"u8.ToArray()).ShouldBe("text");
    }

    [Fact]
    public void Marshaller_OfFunctionsOverContexts_HasNoneOverArrays()
    {
        Action<string, SerializationContext> serializer = (_, _) => { };
        Func<DeserializationContext, string> deserializer = _ => "";
        var marshaller = Marshallers.Create(serializer, deserializer);

        marshaller.ContextualSerializer.ShouldBeSameAs(serializer);
        marshaller.ContextualDeserializer.ShouldBeSameAs(deserializer);
        Should.Throw<NotImplementedException>(() => marshaller.Serializer(""));
        Should.Throw<NotImplementedException>(() => marshaller.Deserializer([]));
    }

    [Fact]
    public void Marshaller_WithoutAFunction_Throws()
    {
        Should.Throw<ArgumentNullException>(() => Marshallers.Create(null!, Encoding.UTF8.GetString));
        Should.Throw<ArgumentNullException>(() => Marshallers.Create<string>(Encoding.UTF8.GetBytes, null!));
        Should.Throw<ArgumentNullException>(() => new Marshaller<string>(null!, (DeserializationContext _) => ""));
        Should.Throw<ArgumentNullException>(() => new Marshaller<string>((_, _) => { }, null!));
    }

    [Fact]
    public void StringMarshaller_IsUtf8() => Marshallers.StringMarshaller.Serializer("\u00e9").ShouldBe([0xC3, 0xA9]);

    [Fact]
    public void Method_KnowsItsPath()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "pkg.Service", "Do", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        method.FullName.ShouldBe("/pkg.Service/Do");
        method.ServiceName.ShouldBe("pkg.Service");
        method.Name.ShouldBe("Do");
        method.Type.ShouldBe(MethodType.Unary);
    }

    [Fact]
    public void Contexts_UnlessOverridden_SayThatTheyCannot()
    {
        var writing = new RecordingSerializationContext();
        var reading = new ArrayDeserializationContext([1]);

        Should.Throw<NotImplementedException>(writing.GetBufferWriter);
        Should.Throw<NotImplementedException>(() => writing.SetPayloadLength(1));
        Should.Throw<NotImplementedException>(writing.Complete);
        Should.Throw<NotImplementedException>(() => reading.PayloadAsReadOnlySequence());
    }

    private sealed class RecordingSerializationContext : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class ArrayDeserializationContext(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
