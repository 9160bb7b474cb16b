using CleanLite.Infrastructure.Activity;
using CleanLite.Infrastructure.Fleet;
using CleanLite.Infrastructure.Ingest;
using CleanLite.Infrastructure.LatestState;
using CleanLite.Infrastructure.Live;
using CleanLite.Infrastructure.Operations;
using CleanLite.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure;

/// <summary>How everything is kept and sent, room by room.</summary>
public static class InfrastructureServices
{
    /// <summary>
    /// Adds what stands behind the ports. The options of each room are expected as singletons. The order of the rooms is the order of the
    /// handlers of a point: latest state before live.
    /// </summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddIngest()
        .AddLatestState()
        .AddLive()
        .AddFleet()
        .AddActivity()
        .AddOperations()
        .AddSecurity();
}
