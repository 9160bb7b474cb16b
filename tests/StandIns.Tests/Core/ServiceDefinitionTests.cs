using CleanLite.StandIns.Tests.Protos;
using CleanLite.StandIns.Tests.Wire;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Core;

public sealed class ServiceDefinitionTests
{
    [Fact]
    public void GeneratedBinding_OfAService_HandsEveryMethodToTheBinderInOrder()
    {
        var binder = new RecordingBinder();

        Echo.BindService(new EchoService(new EchoScript())).BindService(binder);

        binder.Added.ShouldBe(["unary Unary", "client Collect", "server Expand", "duplex Chat"]);
    }

    [Fact]
    public void Builder_GivenAMethodTwice_Throws()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "s", "m", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(method, (UnaryServerMethod<string, string>?)null);

        Should.Throw<ArgumentException>(() => builder.AddMethod(method, (UnaryServerMethod<string, string>?)null));
    }

    [Fact]
    public void ServiceBinderBase_UnlessOverridden_TakesNothing() =>
        Should.Throw<NotImplementedException>(() =>
            Echo.BindService(new EchoService(new EchoScript())).BindService(new ServiceBinderBase()));

    [Fact]
    public void GeneratedBase_NamesItsBinding()
    {
        var attribute = (BindServiceMethodAttribute)Attribute.GetCustomAttribute(
            typeof(Echo.EchoBase), typeof(BindServiceMethodAttribute))!;

        attribute.BindType.ShouldBe(typeof(Echo));
        attribute.BindMethodName.ShouldBe("BindService");
    }

    private sealed class RecordingBinder : ServiceBinderBase
    {
        public List<string> Added { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Added.Add($"unary {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            Added.Add($"client {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            Added.Add($"server {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            Added.Add($"duplex {method.Name}");
    }
}
