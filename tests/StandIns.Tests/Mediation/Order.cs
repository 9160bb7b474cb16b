using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed record Order(string Dish) : IRequest;
