namespace CleanLite.Infrastructure.Security;

/// <summary>The certificates of the listeners; null where one speaks clear text.</summary>
public sealed record ServerCertificates(ServerCertificate? Http, ServerCertificate? Grpc);
