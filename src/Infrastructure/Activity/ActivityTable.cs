using System.Text.Json;
using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using Microsoft.Data.Sqlite;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The one table of the log, and how an event becomes a row and a row an event. It has no index but its key: events are read by offset, filters look
/// at what they pass, and a write touches one place (decision 0005).
/// </summary>
internal static class ActivityTable
{
    /// <summary>Marks the file as an activity log of CleanLite ("CLev" in ASCII).</summary>
    public const int ApplicationId = 0x434C6576;

    /// <summary>The layout of the table.</summary>
    public const int Version = 1;

    public const string Columns = "offset, time, severity, id, source, type, channel, agent, subject, message, data, seal";

    public const string Create =
        """
        CREATE TABLE IF NOT EXISTS events (
          offset INTEGER PRIMARY KEY, time INTEGER NOT NULL, severity INTEGER NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL,
          channel TEXT NOT NULL, agent TEXT, subject TEXT NOT NULL, message TEXT NOT NULL, data TEXT NOT NULL, seal INTEGER NOT NULL)
        """;

    public const string Insert = $"INSERT INTO events ({Columns}) VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10, $p11)";

    private const int ColumnCount = 12;

    /// <summary>Adds the parameters of <see cref="Insert"/>.</summary>
    public static void Prepare(SqliteCommand insert)
    {
        for (var i = 0; i < ColumnCount; i++) insert.Parameters.AddWithValue($"$p{i}", DBNull.Value);
    }

    /// <summary>Puts an event into the parameters of <see cref="Insert"/>.</summary>
    public static void Bind(SqliteCommand insert, LoggedEvent item, RowSeal seal)
    {
        var activity = item.Event;
        var (severity, channel, agent) = ((long)activity.Severity, LiveChannels.OfType(activity.Type), EventFilter.AgentOf(activity));
        var data = JsonSerializer.Serialize(activity.Attributes);
        var sum = seal.Of(
            item.Offset, activity.TimeUnixMs, severity, activity.Id, activity.Source, activity.Type, channel, agent, activity.Subject, activity.Message, data);
        object?[] values =
        [
            item.Offset, activity.TimeUnixMs, severity, activity.Id, activity.Source, activity.Type, channel, agent, activity.Subject, activity.Message,
            data, sum,
        ];
        for (var i = 0; i < ColumnCount; i++) insert.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    /// <summary>The event of a row that was selected with <see cref="Columns"/>; null if the row is damaged.</summary>
    public static LoggedEvent? Read(SqliteDataReader row, RowSeal seal)
    {
        try
        {
            var (offset, time, severity) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            var (id, source, type, channel) = (row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6));
            var agent = row.IsDBNull(7) ? null : row.GetString(7);
            var (subject, message, data) = (row.GetString(8), row.GetString(9), row.GetString(10));
            if (row.GetInt64(11) != seal.Of(offset, time, severity, id, source, type, channel, agent, subject, message, data)) return null;
            return new LoggedEvent(offset, new ActivityEvent
            {
                Id = id,
                Source = source,
                Type = type,
                TimeUnixMs = time,
                Severity = (Severity)severity,
                Subject = subject,
                Message = message,
                Attributes = JsonSerializer.Deserialize<Dictionary<string, string>>(data)!,
            });
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or JsonException)
        {
            // A column that became NULL or another type.
            return null;
        }
    }
}
