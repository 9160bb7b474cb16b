using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed record CountTo(int Last) : IStreamRequest<int>;
