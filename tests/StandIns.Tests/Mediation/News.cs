using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed record News(string Text) : INotification;
