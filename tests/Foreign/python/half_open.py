"""How long each side of a half-open link takes to notice it. Needs root, `ip netns`, and a Release build; takes about two minutes.

Server and agent live in network namespaces of their own, with a bridge in a third between them. The bridge goes down: both interfaces stay up, and every
packet vanishes. Nothing listens outside the namespaces. For each door it prints the seconds until the server has no stream of the agent any more and until
the agent says that it is not connected; exit code 1 if either takes more than 35.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
NAME = f"cl{os.getpid()}"
SERVER, AGENT, BETWEEN = (f"{NAME}{letter}" for letter in "sab")
ADDRESS = "10.77.0.1"
LIMIT = 35
PATIENCE = 90


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def plug(namespace, address, end):
    """A cable from the namespace to the bridge."""
    ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", end, "netns", BETWEEN)
    ip("-n", namespace, "addr", "add", f"{address}/24", "dev", "eth0")
    ip("-n", namespace, "link", "set", "lo", "up")
    ip("-n", namespace, "link", "set", "eth0", "up")
    ip("-n", BETWEEN, "link", "set", end, "master", "bridge")
    ip("-n", BETWEEN, "link", "set", end, "up")


def start(namespace, log, project, *arguments):
    program = os.path.join(ROOT, "src", project, "bin", "Release", "net10.0", f"CleanLite.{project}.dll")
    environment = {**os.environ, "CLEANLITE_COLLECT": "cpu"}
    return subprocess.Popen(
        ["ip", "netns", "exec", namespace, "dotnet", program, *arguments], stdout=log, stderr=log, cwd=os.path.dirname(log.name), env=environment)


def streams():
    """How many agents are connected, as the server says where it is."""
    ask = f"import urllib.request; print(urllib.request.urlopen('http://{ADDRESS}:8080/metrics', timeout=5).read().decode())"
    answer = subprocess.run(["ip", "netns", "exec", SERVER, sys.executable, "-c", ask], capture_output=True, text=True)
    found = re.search(r"^cleanlite_agents_connected (\d+)", answer.stdout, re.MULTILINE)
    return int(found.group(1)) if found else -1


def wait(condition, what):
    since = time.monotonic()
    while not condition():
        if time.monotonic() - since > PATIENCE:
            sys.exit(f"It never came true that {what}.")
        time.sleep(0.2)


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def measure(door, folder, *arguments):
    path = os.path.join(folder, f"{door}.log")
    ip("-n", BETWEEN, "link", "set", "bridge", "up")
    with open(path, "w", encoding="utf-8") as log:
        agent = start(AGENT, log, "Agent", "--name", door, *arguments)
    try:
        wait(lambda: f"over {door}" in text(path) and streams() == 1, f"the agent is connected over {door}")
        time.sleep(3)
        known = text(path).count("Not connected")
        ip("-n", BETWEEN, "link", "set", "bridge", "down")
        since, noticed = time.monotonic(), {}
        while len(noticed) < 2 and time.monotonic() - since < PATIENCE:
            if "agent" not in noticed and text(path).count("Not connected") > known:
                noticed["agent"] = time.monotonic() - since
            if "server" not in noticed and streams() == 0:
                noticed["server"] = time.monotonic() - since
            time.sleep(0.2)
    finally:
        agent.terminate()
        agent.wait()
    taken = {side: noticed.get(side, PATIENCE) for side in ("server", "agent")}
    print(f"{door:9}  server {taken['server']:5.1f} s  agent {taken['agent']:5.1f} s", flush=True)
    return max(taken.values()) <= LIMIT


def main():
    for namespace in (SERVER, AGENT, BETWEEN):
        ip("netns", "add", namespace)
    server = None
    try:
        ip("-n", BETWEEN, "link", "add", "bridge", "type", "bridge")
        plug(SERVER, ADDRESS, "server")
        plug(AGENT, "10.77.0.2", "agent")
        ip("-n", BETWEEN, "link", "set", "bridge", "up")
        folder = tempfile.mkdtemp()
        with open(os.path.join(folder, "server.log"), "w", encoding="utf-8") as log:
            server = start(
                SERVER, log, "Api", "--CleanLite:LocalAgent:Enabled=false", "--CleanLite:Security:AllowAnonymous=true",
                "--CleanLite:Activity:Path=", "--CleanLite:Fleet:ConfigPath=",
                *(f"--CleanLite:{listener}:Address={ADDRESS}" for listener in ("Http", "Grpc")))
        wait(lambda: streams() == 0, f"the server is ready (see {folder})")
        good = measure("grpc", folder, "--server", f"http://{ADDRESS}:4317")
        # Nothing listens at the gRPC address: after three short failures the agent falls back.
        good &= measure("websocket", folder, "--server", f"http://{ADDRESS}:4316", "--http", f"http://{ADDRESS}:8080")
        sys.exit(0 if good else 1)
    finally:
        if server:
            server.terminate()
            server.wait()
        for namespace in (SERVER, AGENT, BETWEEN):
            ip("netns", "del", namespace)


main()
