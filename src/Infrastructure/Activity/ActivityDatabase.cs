using System.Globalization;
using CleanLite.Application.Activity;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The connection that writes. There is one per file and process, and it alone writes and checkpoints: SQLite versions before 3.51.3 may lose data when
/// two connections do that in the same instant. Used by one thread. Every method throws what SQLite throws; <see cref="StorageFault.Of(Exception)"/> reads it.
/// </summary>
internal sealed class ActivityDatabase : IDisposable
{
    /// <summary>Rows deleted in one step: few enough that events never wait for it noticeably.</summary>
    public const int DeleteChunk = 1_000;

    // What a power cut may cost is what was committed since the last checkpoint; a process that dies loses nothing (decision 0005).
    private const string Setup =
        """
        PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 4194304;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        """;

    private const int SqlError = 1;

    private readonly SqliteConnection _connection;
    private readonly RowSeal _seal = new();
    private SqliteCommand? _insert;
    private bool _isDirty;

    private ActivityDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Rows in the table.</summary>
    public long Count { get; private set; }

    /// <summary>The number of the newest event; 0 if there is none.</summary>
    public long LastOffset { get; private set; }

    /// <summary>Opens the file, new if need be, and says that it is sound and ours.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="check">Whether to look for damage.</param>
    /// <param name="maxPages">A size that the file may not exceed, for tests of a full disk; 0: none.</param>
    public static ActivityDatabase Open(string path, bool check, int maxPages = 0)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString());
        var database = new ActivityDatabase(connection);
        try
        {
            connection.Open();
            database.Begin(check, maxPages);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Looks for damage in the structure of the file.</summary>
    public void Check()
    {
        if (Scalar("PRAGMA quick_check(1)") as string != "ok") throw new StorageException(StorageFault.Damaged);
    }

    /// <summary>Keeps a group of events: all of them or none.</summary>
    public void Store(ReadOnlySpan<LoggedEvent> events)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var item in events)
            {
                ActivityTable.Bind(_insert!, item, _seal);
                _insert!.ExecuteNonQuery();
            }

            Execute("COMMIT");
        }
        catch
        {
            // Many a fault ends the transaction by itself, and then ROLLBACK would be a fault of its own, hiding the first.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) Execute("ROLLBACK");
            throw;
        }

        Count += events.Length;
        LastOffset = events[^1].Offset;
        _isDirty = true;
    }

    /// <summary>Deletes one chunk of the oldest events beyond the newest <paramref name="maxEvents"/>; true if there are more to delete.</summary>
    public bool TrimToCount(long maxEvents)
    {
        var excess = Count - maxEvents;
        if (excess <= 0) return false;
        DeleteOldest(Math.Min(excess, DeleteChunk));
        return excess > DeleteChunk;
    }

    /// <summary>
    /// Deletes of the oldest events about what the file holds beyond <paramref name="maxBytes"/>, one chunk at most; true if there may be more to delete.
    /// </summary>
    public bool TrimToBytes(long maxBytes)
    {
        var used = (Number("PRAGMA page_count") - Number("PRAGMA freelist_count")) * Number("PRAGMA page_size");
        if (used <= maxBytes || Count == 0) return false;
        DeleteOldest(Math.Clamp((long)((double)Count * (used - maxBytes) / used), 1, DeleteChunk));
        return true;
    }

    /// <summary>Deletes what is older than <paramref name="unixMs"/> among the oldest chunk; true if there may be more to delete.</summary>
    public bool TrimToAge(long unixMs) => Delete(
        "DELETE FROM events WHERE time < $limit AND offset IN (SELECT offset FROM events ORDER BY offset LIMIT $chunk)", unixMs) == DeleteChunk;

    /// <summary>Moves what was written into the file itself and to the disk, as far as readers allow.</summary>
    public void Checkpoint()
    {
        if (!_isDirty) return;
        Execute("PRAGMA wal_checkpoint(PASSIVE)");
        _isDirty = false;
    }

    /// <summary>Closes the file. What cannot be moved into it stays in its journal and is found at the next start.</summary>
    public void Dispose()
    {
        _insert?.Dispose();
        _connection.Dispose();
    }

    private void Begin(bool check, int maxPages)
    {
        Recognise();
        Execute(Setup);
        if (Scalar("PRAGMA journal_mode = WAL") as string != "wal") throw new IOException("The file system does not allow a write-ahead log.");
        if (maxPages > 0) Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {maxPages}"));
        if (check) Check();
        Execute(ActivityTable.Create);
        if (Number("PRAGMA user_version") == 0)
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ActivityTable.ApplicationId}; PRAGMA user_version = {ActivityTable.Version}"));

        PrepareInsert();
        Count = Number("SELECT count(*) FROM events");
        LastOffset = Number("SELECT coalesce(max(offset), 0) FROM events");
    }

    private void PrepareInsert()
    {
        _insert = Command(ActivityTable.Insert);
        ActivityTable.Prepare(_insert);
        try
        {
            _insert.Prepare();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqlError)
        {
            // The statement is constant: if it does not compile, the table is not what it was.
            throw new StorageException(StorageFault.Damaged);
        }
    }

    // A path that names some other program's database is a mistake that must not cost its owner anything.
    private void Recognise()
    {
        var tables = Scalar("SELECT group_concat(name) FROM sqlite_master WHERE type = 'table'") as string;
        if (string.IsNullOrEmpty(tables)) return;
        if (Number("PRAGMA application_id") != ActivityTable.ApplicationId)
            throw new StorageException(tables == "events" ? StorageFault.Damaged : StorageFault.Foreign);
        if (Number("PRAGMA user_version") > ActivityTable.Version) throw new StorageException(StorageFault.Newer);
    }

    private void DeleteOldest(long count) => Delete(
        "DELETE FROM events WHERE offset IN (SELECT offset FROM events ORDER BY offset LIMIT $limit)", count);

    private int Delete(string sql, long limit)
    {
        using var command = Command(sql);
        command.Parameters.AddWithValue("$limit", limit);
        command.Parameters.AddWithValue("$chunk", DeleteChunk);
        var deleted = command.ExecuteNonQuery();
        Count -= deleted;
        _isDirty |= deleted > 0;
        return deleted;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement of this class is a constant; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    private long Number(string sql) => (long)Scalar(sql)!;
}
