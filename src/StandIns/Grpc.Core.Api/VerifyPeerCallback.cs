namespace Grpc.Core;

/// <summary>Has the last say about a server's certificate. It may be called from several threads at once and should be quick.</summary>
/// <param name="context">Target and certificate.</param>
/// <returns>False to refuse the connection.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
