using System.Text;
using CleanLite.Application.Activity;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Reads the file over short connections of its own, which can neither write nor checkpoint.</summary>
internal static class ActivityReader
{
    /// <summary>A read that takes longer is given up; by the system's clock, as it is the disk that is waited for.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const int CannotOpen = 14, ReadOnly = 8;
    private const int NoCheckpointOnClose = 1006;

    /// <summary>The rows that <paramref name="criteria"/> asks for, between two offsets that are left out themselves.</summary>
    public static StoredPage Read(ActivityFile file, EventCriteria criteria, long above, long below, int limit, CancellationToken cancellation)
    {
        using var connection = Open(file);
        using var overdue = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        overdue.CancelAfter(Timeout);
        using var interrupt = overdue.Token.Register(() => raw.sqlite3_interrupt(connection.Handle));
        using var command = connection.CreateCommand();
        Ask(connection, command, criteria);
        command.Parameters.AddWithValue("$above", above);
        command.Parameters.AddWithValue("$below", below);
        command.Parameters.AddWithValue("$limit", limit + 1);
        return Collect(command, limit);
    }

    /// <summary>The number of the newest event in the file, 0 if there is none; -1 if its row is damaged.</summary>
    public static long LastOffset(ActivityFile file)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {ActivityTable.Columns} FROM events ORDER BY offset DESC LIMIT 1";
        using var rows = command.ExecuteReader();
        return !rows.Read() ? 0 : ActivityTable.Read(rows, new RowSeal())?.Offset ?? -1;
    }

    private static SqliteConnection Open(ActivityFile file)
    {
        try
        {
            return Open(file.Path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is CannotOpen or ReadOnly && file.Exists && !file.HasJournal)
        {
            // On a read-only file system SQLite cannot make the shared memory that it wants; a file that nobody can change does not need it.
            return Open($"file:{Uri.EscapeDataString(file.Path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1");
        }
    }

    private static SqliteConnection Open(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1 FROM events LIMIT 0";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Names of parameters are ours and constant; what a client wrote is only ever a parameter's value.
    private static void Ask(SqliteConnection connection, SqliteCommand command, EventCriteria criteria)
    {
        var sql = new StringBuilder($"SELECT {ActivityTable.Columns} FROM events WHERE offset > $above AND offset < $below");
        if (criteria.FromUnixMs > long.MinValue) Add(" AND time >= $from", "$from", criteria.FromUnixMs);
        if (criteria.ToUnixMs < long.MaxValue) Add(" AND time < $to", "$to", criteria.ToUnixMs);
        AddList("severity", "$s", [.. criteria.Severities.Select(s => (object)(long)s)]);
        AddList("channel", "$c", [.. criteria.Channels]);
        if (criteria.HasPatterns)
        {
            connection.CreateFunction<string, string?, string, bool>("passes", criteria.PassesPatterns, isDeterministic: true);
            sql.Append(" AND passes(type, agent, subject)");
        }

        sql.Append(criteria.Start.IsNewer ? " ORDER BY offset LIMIT $limit" : " ORDER BY offset DESC LIMIT $limit");
#pragma warning disable CA2100 // Made of constants alone, as said above.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100

        void Add(string condition, string name, object value)
        {
            sql.Append(condition);
            command.Parameters.AddWithValue(name, value);
        }

        void AddList(string column, string prefix, IReadOnlyList<object> values)
        {
            if (values.Count == 0) return;
            sql.Append($" AND {column} IN ({string.Join(", ", values.Select((_, i) => $"{prefix}{i}"))})");
            for (var i = 0; i < values.Count; i++) command.Parameters.AddWithValue($"{prefix}{i}", values[i]);
        }
    }

    private static StoredPage Collect(SqliteCommand command, int limit)
    {
        var seal = new RowSeal();
        var items = new List<LoggedEvent>();
        var (last, taken, damaged) = (0L, 0, 0);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (taken == limit) return new StoredPage(items, last, HasMore: true, damaged);
            taken++;
            last = rows.GetInt64(0);
            if (ActivityTable.Read(rows, seal) is { } item) items.Add(item);
            else damaged++;
        }

        return new StoredPage(items, last, HasMore: false, damaged);
    }
}
