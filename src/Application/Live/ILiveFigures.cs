namespace CleanLite.Application.Live;

/// <summary>What the live room has counted.</summary>
public interface ILiveFigures
{
    /// <summary>The figures now.</summary>
    LiveFigures Read();
}
