using System.Text;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Random bytes of agent messages: every order, packed and unpacked, repeated scalars, unknown fields, groups, odd map entries.</summary>
internal sealed class RandomWire(int seed)
{
    private static readonly string[] Words = ["", "a", "cpu", "system.cpu.time", "host", "web-1", "\u00e4\u00f6", "\U0001F600", new string('x', 130)];

    private readonly Random _random = new(seed);

    public byte[] AgentMessage()
    {
        var message = new WireWriter();
        Some(message, 2, w => w.Message(2, Batch), Unknown, w => w.Message(3, h => h.Number(2, 5)), w => w.Message(2, Batch), w => w.Message(2, Batch));
        return message.ToArray();
    }

    public byte[] BatchMessage() => new WireWriter().Message(2, Batch).ToArray();

    public byte[] IngestRequest()
    {
        var request = new WireWriter();
        Some(request, 8, w => w.Text(1, Word()), w => w.Message(2, Series), w => w.Message(2, Series), w => w.Message(3, Entry), Unknown);
        return request.ToArray();
    }

    /// <summary>The same bytes with some flipped, dropped, doubled, or replaced by such as often break parsers.</summary>
    public byte[] Mutate(byte[] bytes)
    {
        var mutant = bytes.ToList();
        for (var n = _random.Next(1, 4); n > 0 && mutant.Count > 0; n--)
        {
            var at = _random.Next(mutant.Count);
            switch (_random.Next(7))
            {
                case 0:
                    mutant[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    mutant[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    mutant.RemoveAt(at);
                    break;
                case 3:
                    mutant.Insert(at, (byte)_random.Next(256));
                    break;
                case 4:
                    mutant.RemoveRange(at, mutant.Count - at);
                    break;
                case 5:
                    mutant.InsertRange(at, Enumerable.Repeat((byte)0xFF, _random.Next(1, 12)));
                    break;
                default:
                    mutant.InsertRange(at, new WireWriter().Varint((ulong)_random.NextInt64(), _random.Next(3)).ToArray());
                    break;
            }
        }

        return [.. mutant];
    }

    private void Batch(WireWriter batch) =>
        Some(batch, 6, w => w.Number(1, (ulong)_random.NextInt64()), w => w.Message(2, Series), w => w.Message(2, Series), w => w.Message(2, Series), Unknown);

    private void Series(WireWriter series) => Some(
        series,
        10,
        w => w.Text(1, Word()),
        w => w.Message(2, Entry),
        w => w.Message(2, Entry),
        w => w.Bytes(3, Packed(PackedTimestamp)),
        w => w.Number(3, (ulong)Timestamp()),
        w => w.Bytes(4, Packed(() => WireWriter.BytesOf(Value()))),
        w => w.Double(4, Value()),
        w => w.Text(5, Word()),
        w => w.Number(6, (ulong)_random.Next(-1, 4)),
        Unknown);

    private void Entry(WireWriter entry)
    {
        if (_random.Next(4) > 0)
        {
            entry.Text(1, Word()).Text(2, Word());
            return;
        }

        Some(entry, 3, w => w.Text(1, Word()), w => w.Text(2, Word()), Unknown);
    }

    private void Unknown(WireWriter message)
    {
        var number = _random.Next(20, 3_000);
        switch (_random.Next(6))
        {
            case 0:
                message.Number(number, (ulong)_random.NextInt64());
                break;
            case 1:
                message.Double(number, 1);
                break;
            case 2:
                message.Tag(number, 5).Raw(1, 2, 3, 4);
                break;
            case 3:
                message.Group(number, g => g.Number(1, 5).Group(2, h => h.Text(3, "deep")));
                break;
            case 4:
                // A known number with another wire type is an unknown field.
                message.Tag(_random.Next(1, 7), 5).Raw(1, 2, 3, 4);
                break;
            default:
                message.Bytes(number, Encoding.ASCII.GetBytes(Word().Replace('\u00e4', 'a').Replace('\u00f6', 'o')));
                break;
        }
    }

    private byte[] Packed(Func<byte[]> item) => [.. Enumerable.Range(0, _random.Next(5)).SelectMany(_ => item())];

    private void Some(WireWriter message, int most, params Action<WireWriter>[] fields)
    {
        for (var n = _random.Next(most + 1); n > 0; n--) fields[_random.Next(fields.Length)](message);
    }

    private byte[] PackedTimestamp()
    {
        var timestamp = Timestamp();

        // A negative number takes 10 bytes as it is; 11 are none.
        return new WireWriter().Varint((ulong)timestamp, timestamp >= 0 && _random.Next(8) == 0 ? 1 : 0).ToArray();
    }

    private string Word() => Words[_random.Next(Words.Length)];

    private long Timestamp() => _random.Next(4) switch
    {
        0 => _random.NextInt64(),
        1 => -_random.Next(),
        2 => _random.Next(300),
        _ => 1_760_000_000_000 + _random.Next(),
    };

    private double Value() => _random.Next(4) switch
    {
        0 => double.NaN,
        1 => double.NegativeInfinity,
        _ => _random.NextDouble(),
    };
}
