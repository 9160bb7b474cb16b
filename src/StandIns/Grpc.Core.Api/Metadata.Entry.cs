using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value, which is either text or bytes. It never changes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

        private readonly string? _text;
        private readonly byte[] _bytes = [];

        /// <summary>Makes an entry of bytes.</summary>
        /// <param name="key">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, ending with <c>-bin</c>; kept in lower case.</param>
        /// <param name="valueBytes">The bytes; they are copied.</param>
        /// <exception cref="ArgumentNullException">A parameter is null.</exception>
        /// <exception cref="ArgumentException">The key has another character or lacks the suffix.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalise(key);
            if (!HasBinarySuffix(Key))
                throw new ArgumentException($"A key for bytes has to end with '{BinaryHeaderSuffix}'.", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = [.. valueBytes];
        }

        /// <summary>Makes an entry of text.</summary>
        /// <param name="key">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, not ending with <c>-bin</c>; kept in lower case.</param>
        /// <param name="value">The text; only ASCII survives the wire.</param>
        /// <exception cref="ArgumentNullException">A parameter is null.</exception>
        /// <exception cref="ArgumentException">The key has another character or the suffix of bytes.</exception>
        public Entry(string key, string value)
        {
            Key = Normalise(key);
            if (HasBinarySuffix(Key))
                throw new ArgumentException($"A key for text must not end with '{BinaryHeaderSuffix}'.", nameof(key));
            ArgumentNullException.ThrowIfNull(value);
            _text = value;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException("Cannot access string value of a binary metadata entry");

        /// <summary>A copy of the bytes; those of a text are its ASCII bytes.</summary>
        public byte[] ValueBytes => _text is null ? [.. _bytes] : Encoding.ASCII.GetBytes(_text);

        /// <summary>Whether the entry holds bytes.</summary>
        public bool IsBinary => _text is null;

        /// <summary>The key with the text, or with the number of bytes.</summary>
        /// <returns>The text.</returns>
        public override string ToString() => _text is null
            ? $"[Entry: key={Key}, {_bytes.Length} bytes]"
            : $"[Entry: key={Key}, value={_text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static bool HasBinarySuffix(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        private static string Normalise(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            if (key.AsSpan().ContainsAnyExcept(KeyCharacters))
                throw new ArgumentException("A metadata key may hold letters, digits, underscores, hyphens and dots only.", nameof(key));
            return key.ToLowerInvariant();
        }
    }
}
