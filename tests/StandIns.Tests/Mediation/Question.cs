using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed record Question(string Text) : IRequest<string>;
