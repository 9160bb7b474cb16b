using Microsoft.Win32.SafeHandles;

namespace CleanLite.Agent.Host;

/// <summary>
/// A file of <c>/proc</c> that is read again and again: the handle stays open and the buffer is kept, so that reading allocates
/// nothing once the buffer is large enough.
/// </summary>
internal sealed class ProcFile(string path)
{
    private const int LargestBuffer = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[4096];
    private SafeFileHandle? _handle;

    /// <summary>The whole content as it is now; valid until the next call.</summary>
    /// <exception cref="IOException">The file is missing, cannot be read or is larger than 4 MiB.</exception>
    public ProcText Read()
    {
        _handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = 0;
        while (RandomAccess.Read(_handle, _buffer.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
            if (length == _buffer.Length)
                Grow();
        }

        return new ProcText(_buffer.AsSpan(0, length));
    }

    private void Grow()
    {
        if (_buffer.Length >= LargestBuffer)
            throw new IOException($"{path} is larger than {LargestBuffer} bytes.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
