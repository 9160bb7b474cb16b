using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Categories;

/// <summary>
/// How long a wrong token takes to be refused must not tell how wrong it is. Kinds of wrong tokens are tried in turn, in an order that chance gives, over one
/// connection; their times are compared by Welch's t, with all of them and without the slowest twentieth, which is the machine's.
/// </summary>
internal sealed class TokenTiming : ICategory
{
    private const int Full = 100_000;
    private const double Kept = 0.95;
    private const double MostT = 4.5;
    private const double MostUs = 1;

    // With fewer trials the noise hides what the longest token costs more.
    private const int EnoughForControl = 20_000;

    private static readonly (string Name, string Token)[] Kinds =
    [
        ("wrong first byte", $"X{AbuseServer.ViewerToken[1..]}"),
        ("wrong last byte", $"{AbuseServer.ViewerToken[..^1]}X"),
        ("one byte short", AbuseServer.ViewerToken[..^1]),
        ("500 characters", new string('a', 500)),
    ];

    public string Name => "timing";

    public string Summary => "100,000 wrong tokens of each kind in turn: first byte, last byte, length; their times tell nothing (Welch's t)";

    public async Task RunAsync(Attack attack)
    {
        var trials = attack.Of(Full);
        var times = Array.ConvertAll(Kinds, _ => new double[trials]);

        // A thread of its own: a pool's turns would be part of what is measured.
        await Task.Factory.StartNew(() => Measure(attack, times), TaskCreationOptions.LongRunning);
        var all = times.SelectMany(t => t).Order().ToArray();
        var cut = all[(int)(Kept * (all.Length - 1))];
        for (var kind = 1; kind < Kinds.Length; kind++)
        {
            var (raw, cropped) = (Sample.Of(times[0]), Sample.Of([.. times[0].Where(t => t <= cut)]));
            var (otherRaw, otherCropped) = (Sample.Of(times[kind]), Sample.Of([.. times[kind].Where(t => t <= cut)]));
            var (t, tCropped, us) = (raw.TAgainst(otherRaw), cropped.TAgainst(otherCropped), raw.Median - otherRaw.Median);
            attack.Notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"{Kinds[0].Name} and {Kinds[kind].Name}, {trials:N0} each: medians {raw.Median:0.0} and {otherRaw.Median:0.0} us, t = {t:0.00}, without the slowest 5 % {tCropped:0.00}"));
            var differs = Math.Abs(t) >= MostT || Math.Abs(tCropped) >= MostT || Math.Abs(us) >= MostUs;
            if (kind < Kinds.Length - 1) attack.Tally.Add($"{Kinds[0].Name} and {Kinds[kind].Name}", "no difference", new Outcome(differs ? "a difference" : "no difference"));

            // What does cost more must be seen, or the trial could not fail.
            else if (trials >= EnoughForControl) attack.Tally.Add(Kinds[kind].Name, "a difference", new Outcome(differs ? "a difference" : "no difference"));
        }
    }

    private static void Measure(Attack attack, double[][] times)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(attack.Server.HttpDoor);
        var requests = Array.ConvertAll(Kinds, k => Encoding.ASCII.GetBytes($"GET /api/v1/latest?limit=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {k.Token}\r\n\r\n"));
        var order = Enumerable.Range(0, Kinds.Length).ToArray();
        var buffer = new byte[16 * 1024];
        for (var trial = -Warm(times[0].Length); trial < times[0].Length; trial++)
        {
            attack.Random.Shuffle(order);
            foreach (var kind in order)
            {
                var start = Stopwatch.GetTimestamp();
                socket.Send(requests[kind]);
                Read(socket, buffer);
                if (trial >= 0) times[kind][trial] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }
    }

    private static int Warm(int trials) => Math.Min(trials, 2_000);

    // The refusal is a problem document in chunks: the last one is empty.
    private static void Read(Socket socket, byte[] buffer)
    {
        for (var filled = 0; filled < 5 || !buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8);)
        {
            var read = socket.Receive(buffer.AsSpan(filled));
            if (read == 0) throw new IOException("The server ended the connection.");
            filled += read;
        }

        if (!buffer.AsSpan().StartsWith("HTTP/1.1 401"u8)) throw new IOException($"A wrong token was answered {Encoding.ASCII.GetString(buffer, 9, 3)}.");
    }
}
