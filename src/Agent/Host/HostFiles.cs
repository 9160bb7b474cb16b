namespace CleanLite.Agent.Host;

/// <summary>Finds the files of the host, whose root may be mounted elsewhere when the agent runs in a container.</summary>
internal sealed class HostFiles(string root)
{
    /// <summary>
    /// The process whose view of mounts and network interfaces is the host's: this one, or the first of the host when its
    /// root is mounted elsewhere, since <c>self</c> would then show the container's.
    /// </summary>
    private string Viewer => Path.TrimEndingDirectorySeparator(root) == "/" ? "self" : "1";

    public ProcFile Proc(string path) => new(PathOf($"proc/{path}"));

    public ProcFile ProcOfViewer(string path) => new(PathOf($"proc/{Viewer}/{path}"));

    public string PathOf(string path) => Path.Join(root, path);
}
