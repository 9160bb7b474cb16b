namespace CleanLite.Abuse.Categories;

/// <summary>All categories in the order of their numbers.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<ICategory> All =
    [
        new Frames(),
        new MessagePrefixes(),
        new SplitBodies(),
        new Mutants(),
        new CallHeaders(),
        new BinaryHeaders(),
        new CompressedBodies(),
        new SessionProtocol(),
        new WebSocketFrames(),
        new Commands(),
        new ResumePositions(),
        new TokenTiming(),
        new Floods(),
        new SlowPeers(),
    ];
}
