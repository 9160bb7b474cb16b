namespace Grpc.Core;

/// <summary>Adds the headers that authenticate one call.</summary>
/// <param name="context">What is being called.</param>
/// <param name="metadata">Where the headers go.</param>
/// <returns>Done when the headers are there.</returns>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
