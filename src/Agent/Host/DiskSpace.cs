namespace CleanLite.Agent.Host;

/// <summary>Bytes of a file system. What is free but kept for the administrator is reserved.</summary>
internal readonly record struct DiskSpace(double Total, double Free, double Available)
{
    public double Used => Total - Free;

    public double Reserved => Free - Available;

    /// <summary>Asks the operating system (statvfs). Null if the path is no directory or cannot be asked.</summary>
    public static DiskSpace? Of(string path)
    {
        if (!Directory.Exists(path))
            return null;
        try
        {
            var drive = new DriveInfo(path);
            return new(drive.TotalSize, drive.TotalFreeSpace, drive.AvailableFreeSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
