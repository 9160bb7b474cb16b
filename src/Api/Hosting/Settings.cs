using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Application.Security;

namespace CleanLite.Api.Hosting;

/// <summary>Every setting of section <c>CleanLite</c>, with its default. The property names are the keys.</summary>
internal sealed class Settings
{
    public ListenerOptions Http { get; } = new(8080);

    public ListenerOptions Grpc { get; } = new(4317);

    public LocalAgentOptions LocalAgent { get; } = new();

    public DemoOptions Demo { get; } = new();

    public SecurityOptions Security { get; } = new();

    public IngestOptions Ingest { get; } = new();

    public LatestStateOptions LatestState { get; } = new();

    public LiveOptions Live { get; } = new();

    public FleetOptions Fleet { get; } = new();

    public OperationsOptions Operations { get; } = new();

    public ActivityOptions Activity { get; } = new();
}
