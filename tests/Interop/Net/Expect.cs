using CleanLite.Interop.Protos;
using Grpc.Core;

namespace CleanLite.Interop.Net;

/// <summary>What a case may not pass without.</summary>
internal static class Expect
{
    /// <exception cref="InvalidOperationException">The two differ.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{what}: expected {expected}, was {actual}");
    }

    public static void Zeros(int length, Payload payload)
    {
        Equal(length, payload.Body.Length, "bytes");
        Equal(false, payload.Body.Span.ContainsAnyExcept((byte)0), "a byte that is not zero");
    }

    /// <summary>Awaits a call that must fail, with this code.</summary>
    public static async Task<Status> StatusAsync(StatusCode code, Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException exception)
        {
            Equal(code, exception.StatusCode, $"status ({exception.Status.Detail})");
            return exception.Status;
        }

        throw new InvalidOperationException($"the call went well instead of ending as {code}");
    }
}
