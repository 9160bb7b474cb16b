using System.Text.Json;
using CleanLite.Api.Hosting;
using CleanLite.Application;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using MediatR;

namespace CleanLite.Api.Operations;

/// <summary>A method that viewers call on <c>/live</c>: the same query as its HTTP twin, the same JSON.</summary>
internal sealed class SystemCall(string method, ISender sender, Func<ISender, CancellationToken, Task<object>> query) : ILiveCall
{
    private static readonly Dictionary<string, Func<ISender, CancellationToken, Task<object>>> Queries = new()
    {
        ["system.metrics"] = MetricsAsync,
        ["system.events"] = EventsAsync,
        ["system.activeRequests"] = ActiveRequestsAsync,
    };

    /// <summary>The methods there are.</summary>
    public static IReadOnlyCollection<string> Methods => Queries.Keys;

    public string Method { get; } = method;

    /// <summary>The method of that name.</summary>
    public static SystemCall Of(string method, ISender sender) => new(method, sender, Queries[method]);

    public async ValueTask<ReadOnlyMemory<byte>> CallAsync(CancellationToken cancellation)
    {
        var answer = await query(sender, cancellation).ConfigureAwait(false);
        return JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), ApiJson.Options);
    }

    private static async Task<object> MetricsAsync(ISender sender, CancellationToken cancellation) =>
        (await sender.Send(new GetSystemMetricsQuery(), cancellation).ConfigureAwait(false)).ToView();

    private static async Task<object> EventsAsync(ISender sender, CancellationToken cancellation)
    {
        var events = await sender.Send(new GetSystemEventsQuery([], GetSystemEventsQuery.DefaultLimit), cancellation).ConfigureAwait(false);
        return new Page<SystemEventView>([.. events.Select(SystemViews.ToView)]);
    }

    private static async Task<object> ActiveRequestsAsync(ISender sender, CancellationToken cancellation)
    {
        var requests = await sender.Send(new GetActiveRequestsQuery(GetActiveRequestsQuery.DefaultLimit), cancellation).ConfigureAwait(false);
        return new Page<ActiveRequestView>([.. requests.Select(SystemViews.ToView)]);
    }
}
