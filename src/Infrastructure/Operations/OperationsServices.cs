using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Operations;

internal static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<OperationsMetrics>()
        .AddSingleton<OperationsCollector>()
        .AddSingleton<IOperationsRecorder>(s => s.GetRequiredService<OperationsCollector>())
        .AddSingleton<IOperationsReader>(s => s.GetRequiredService<OperationsCollector>())
        .AddSingleton<RequestTracker>()
        .AddSingleton<IRequestTracker>(s => s.GetRequiredService<RequestTracker>())
        .AddSingleton<ProcessMetrics>()
        .AddSingleton<ILoggerProvider, OperationsLoggerProvider>()
        .AddSingleton<INotificationHandler<AgentPresenceChanged>, NoteWhenPresenceChanged>()
        .AddSingleton<INotificationHandler<PointsUnaccounted>, NoteWhenPointsUnaccounted>()
        .AddHostedService<FiguresShown>();
}
