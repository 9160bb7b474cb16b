namespace CleanLite.Api.Live;

/// <summary>Why a handshake was refused before the upgrade.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs; stable.</param>
/// <param name="Detail">For a person.</param>
internal sealed record HandshakeFault(int Status, string Code, string Detail);
