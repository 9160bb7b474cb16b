using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Say how the server is doing, in figures.</summary>
public sealed record GetSystemMetricsQuery : IRequest<SystemMetrics>;
