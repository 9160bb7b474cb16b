namespace Grpc.Core.Interceptors;

/// <summary>Makes every call name one authority; null for the channel's own.</summary>
internal sealed class HostInterceptor(string? host) : ContextInterceptor
{
    protected override ClientInterceptorContext<TRequest, TResponse> Change<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context) =>
        new(context.Method, host, context.Options);
}
