namespace CleanLite.Agent.Commands;

/// <summary>The text of <c>--help</c>.</summary>
internal static class Help
{
    public static string Text { get; } =
        $"""
        cleanlite-agent - reports the metrics of this Linux host to a CleanLite server

        Usage: cleanlite-agent [options]

          --server URL       the server's gRPC address            (CLEANLITE_SERVER, http://127.0.0.1:4317)
          --http URL         the server's HTTP address, to fall   (CLEANLITE_HTTP, none: gRPC only)
                             back to where gRPC does not get through
          --interval TIME    how often to report: 500ms, 1s, 5m   (CLEANLITE_INTERVAL, 1s)
          --name ID          this agent's name in the fleet       (CLEANLITE_NAME, the host's name)
          --label NAME=VALUE describes this agent; repeatable
          --collect GROUPS   what to report, with commas          (CLEANLITE_COLLECT, all)
                             {string.Join(',', HostOptions.Groups)}
          --allow-action A   what the server may have this agent  (CLEANLITE_ALLOW_ACTION, refresh)
                             do, besides: {string.Join(',', HostOptions.Actions)}
          --state DIR        remember the configuration that the  (CLEANLITE_STATE, STATE_DIRECTORY, nowhere)
                             server gave, over restarts
          --token-file FILE  holds the token; read again for each (CLEANLITE_TOKEN_FILE)
                             attempt to connect
          --token TOKEN      the token itself, which other users  (CLEANLITE_TOKEN)
                             of the host can see in the list of processes
          --ca-file FILE     trust these authorities (PEM) in     (CLEANLITE_CA_FILE, the system's)
                             place of the system's
          --allow-insecure-token
                             send the token in clear text beyond this host
          --once             print what would be sent, and exit
          --help, --version

        Also from the environment: CLEANLITE_HOST_ROOT, where the host's root is mounted when this runs in a container.

        Examples:
          cleanlite-agent --once --collect cpu,memory
          cleanlite-agent --server https://metrics.example.org:4317 --name web-1 --label env=prod --label role=web
          cleanlite-agent --server https://metrics.example.org:4317 --token-file /etc/cleanlite/token --ca-file /etc/cleanlite/ca.pem
          CLEANLITE_HOST_ROOT=/hostfs cleanlite-agent --interval 5s

        Exit code: 0 ok, 1 failure, 2 wrong usage.
        """;
}
