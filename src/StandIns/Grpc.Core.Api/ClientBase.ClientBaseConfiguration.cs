using Grpc.Core.Interceptors;

namespace Grpc.Core;

public abstract partial class ClientBase
{
    /// <summary>What a client is made of; generated code passes it on unseen.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker _invoker;
        private readonly string? _host;

        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(invoker, "callInvoker");
            _invoker = invoker;
            _host = host;
        }

        internal CallInvoker CreateInvoker() => _invoker.Intercept(new HostInterceptor(_host));

        internal ClientBaseConfiguration WithHost(string host)
        {
            ArgumentNullException.ThrowIfNull(host);
            return new ClientBaseConfiguration(_invoker, host);
        }
    }
}
