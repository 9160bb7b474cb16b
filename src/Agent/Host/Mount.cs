using System.Text;

namespace CleanLite.Agent.Host;

/// <summary>One line of <c>/proc/mounts</c> (fstab(5)).</summary>
internal readonly record struct Mount(string Device, string Point, string Type, string Mode)
{
    // Network and user-space file systems are left out as well: asking one whose server is gone blocks for minutes.
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "tmpfs", "devtmpfs", "ramfs", "overlay", "squashfs", "iso9660", "autofs", "nfs", "nfs4", "cifs", "smb3", "ceph", "9p", "virtiofs",
    };

    /// <summary>A local file system that holds data: its device is a path or, as with ZFS, named by its type.</summary>
    public bool HoldsData =>
        !Skipped.Contains(Type) && !Type.StartsWith("fuse", StringComparison.Ordinal) && (Device.StartsWith('/') || Type == "zfs");

    public static Mount Parse(ProcText line)
    {
        var device = Unescape(line.ReadWord());
        var point = Unescape(line.ReadWord());
        var type = Unescape(line.ReadWord());
        var options = line.ReadWord();
        var isReadOnly = options.SequenceEqual("ro"u8) || options.StartsWith("ro,"u8);
        return new(device, point, type, isReadOnly ? "ro" : "rw");
    }

    // Blanks and backslashes stand as three octal digits after a backslash.
    private static string Unescape(ReadOnlySpan<byte> word)
    {
        if (!word.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(word);
        var text = new List<byte>(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && TryReadOctal(word[(i + 1)..], out var value))
            {
                text.Add(value);
                i += 3;
            }
            else
            {
                text.Add(word[i]);
            }
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    private static bool TryReadOctal(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[..3].ContainsAnyExceptInRange((byte)'0', (byte)'7') || text[0] > '3')
            return false;
        value = (byte)((text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0'));
        return true;
    }
}
