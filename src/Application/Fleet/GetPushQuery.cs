using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Show a push and what became of it; answers null if there is none of that id, or no longer.</summary>
public sealed record GetPushQuery(string PushId) : IRequest<PushReceipt?>;
