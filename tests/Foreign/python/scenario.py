"""The scenario of tests/Foreign/README.md. Arguments: the folder of the .proto files, the address of the server."""

import calendar
import itertools
import os
import queue
import sys
import tempfile
import time

import grpc
from grpc_tools import protoc

PROTOS, ADDRESS = sys.argv[1:3]
PATIENCE = 30


def generate():
    """Makes the stubs beside nothing that is kept."""
    stubs = tempfile.mkdtemp()
    files = ["cleanlite/v1/agent.proto", "grpc/health/v1/health.proto"]
    assert protoc.main(["", "-I", PROTOS, "--python_out", stubs, "--grpc_python_out", stubs] + files) == 0
    # A package named grpc would hide the library: the stubs of health go by another name.
    os.rename(os.path.join(stubs, "grpc", "health", "v1"), os.path.join(stubs, "health_v1"))
    path = os.path.join(stubs, "health_v1", "health_pb2_grpc.py")
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("from grpc.health.v1 import", "from health_v1 import")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    sys.path.insert(0, stubs)


generate()
from cleanlite.v1 import agent_pb2 as pb  # noqa: E402
from cleanlite.v1 import agent_pb2_grpc as rpc  # noqa: E402
from health_v1 import health_pb2, health_pb2_grpc  # noqa: E402

CHANNEL = grpc.insecure_channel(ADDRESS)
CLIENT = rpc.AgentServiceStub(CHANNEL)
CLOCK = itertools.count(int(time.time() * 1000) - 600_000)


def point(metric, value, **labels):
    return pb.TimeSeries(metric=metric, timestamps=[next(CLOCK)], values=[value], labels=labels)


class Session:
    """One session: a queue of messages to send, the stream of those that come."""

    def __init__(self, agent_id, session_id="s1", client=CLIENT):
        self._out = queue.Queue()
        self.send(pb.AgentMessage(hello=pb.Hello(agent_id=agent_id, session_id=session_id, agent_version="grpcio")))
        self.call = client.Connect(iter(self._out.get, None), timeout=PATIENCE)

    def send(self, message):
        self._out.put(message)

    def send_batch(self, sequence, *series):
        self.send(pb.AgentMessage(batch=pb.MetricBatch(sequence=sequence, series=series)))

    def next(self, body):
        message = next(self.call)
        assert message.WhichOneof("body") == body, message
        return getattr(message, body)

    def round_trip(self, sequence, *series):
        self.send_batch(sequence, *series)
        return self.next("ack")

    def status(self):
        """Reads to the end."""
        try:
            for _ in self.call:
                pass
        except grpc.RpcError:
            pass
        self._out.put(None)
        return self.call.code()

    def close(self):
        self._out.put(None)
        status = self.status()
        assert status == grpc.StatusCode.OK, status


YEAR_2098 = calendar.timegm((2098, 1, 1, 0, 0, 0)) * 1000

REFUSALS = {
    "CODE_LENGTH_MISMATCH": lambda: [pb.TimeSeries(metric="bad", timestamps=[next(CLOCK), next(CLOCK)], values=[1])],
    "CODE_NOT_INCREASING": lambda: [pb.TimeSeries(metric="bad", timestamps=[next(CLOCK)] * 2, values=[1, 2])],
    "CODE_EMPTY_SERIES": lambda: [pb.TimeSeries(metric="bad")],
    "CODE_BAD_METRIC_NAME": lambda: [point("9 lives", 1)],
    "CODE_BAD_LABEL": lambda: [point("bad", 1, **{"": "nameless"})],
    "CODE_NOT_FINITE": lambda: [point("bad", float("inf"))],
    "CODE_TOO_OLD": lambda: [pb.TimeSeries(metric="bad", timestamps=[1000], values=[1])],
    "CODE_TOO_FAR_IN_FUTURE": lambda: [pb.TimeSeries(metric="bad", timestamps=[YEAR_2098], values=[1])],
    "CODE_TOO_MANY_SERIES": lambda: [point(f"m{i}", 1) for i in range(9)],
    "CODE_TOO_MANY_POINTS": lambda: [pb.TimeSeries(metric="bad", timestamps=[next(CLOCK) for _ in range(21)], values=[1] * 21)],
    "CODE_TOO_MANY_LABELS": lambda: [point("bad", 1, a="1", b="2", c="3", d="4")],
    "CODE_SERIES_LIMIT": lambda: [point(f"another{i}", 1) for i in range(3)],
    "CODE_BAD_SEQUENCE": lambda: [point("bad", 1)],
    "CODE_BAD_TEXT": lambda: [point("bad", 1, a="line\nbreak")],
    "CODE_EMPTY_BATCH": lambda: [],
}


def handshake():
    session = Session("py-handshake")
    welcome = session.next("welcome")
    assert (welcome.last_sequence, welcome.protocol_version, welcome.limits.max_series_per_batch) == (0, 1, 8)
    session.close()


def thousand_batches():
    session = Session("py-thousand")
    session.next("welcome")
    for i in range(1, 1001):
        session.send_batch(i, point("cpu", i))
    for i in range(1, 1001):
        ack = session.next("ack")
        assert (ack.sequence, ack.last_sequence) == (i, i), ack
        assert (ack.result.status, ack.result.accepted_points) == (pb.BATCH_STATUS_ACCEPTED, 1), ack
    session.close()


def every_refusal():
    session = Session("py-refused")
    session.next("welcome")
    session.round_trip(1, *[point(f"known{i}", 1) for i in range(8)])
    sequence = 1
    for code, batch in REFUSALS.items():
        if code != "CODE_BAD_SEQUENCE":
            sequence += 1
        ack = session.round_trip(0 if code == "CODE_BAD_SEQUENCE" else sequence, *batch())
        violation = ack.result.violations[0]
        assert pb.Violation.Code.Name(violation.code) == code, ack
        assert violation.detail
    assert session.round_trip(sequence + 1, point("known0", 2)).result.status == pb.BATCH_STATUS_ACCEPTED
    session.close()


def duplicate():
    session = Session("py-duplicate")
    session.next("welcome")
    series = point("cpu", 1)
    session.round_trip(1, series)
    ack = session.round_trip(1, series)
    assert (ack.result.status, ack.result.duplicate_points, ack.last_sequence) == (pb.BATCH_STATUS_DUPLICATE, 1, 1), ack
    session.close()


def cancel():
    session = Session("py-cancel")
    session.next("welcome")
    session.call.cancel()
    assert session.status() == grpc.StatusCode.CANCELLED
    again = Session("py-cancel")
    again.next("welcome")
    again.close()


def reconnect():
    unacknowledged = {i: point("cpu", i) for i in range(1, 21)}
    first = Session("py-reconnect")
    first.next("welcome")
    for i, series in unacknowledged.items():
        first.send_batch(i, series)
    for _ in range(10):
        del unacknowledged[first.next("ack").sequence]
    first.call.cancel()
    first.status()
    unacknowledged.update({i: point("cpu", i) for i in range(21, 31)})

    second = Session("py-reconnect")
    last = second.next("welcome").last_sequence
    assert 10 <= last <= 20, last
    again = [i for i in unacknowledged if i > last]
    assert again[0] == last + 1
    for i in again:
        second.send_batch(i, unacknowledged[i])
    for i in again:
        ack = second.next("ack")
        assert (ack.sequence, ack.result.status) == (i, pb.BATCH_STATUS_ACCEPTED), ack
    second.close()


def takeover():
    older = Session("py-takeover")
    older.next("welcome")
    newer = Session("py-takeover")
    assert newer.next("welcome").takeover
    assert older.next("goodbye").reason == pb.Goodbye.REASON_SUPERSEDED
    assert older.status() == grpc.StatusCode.ABORTED
    newer.close()


def refusals_on_one_connection():
    with grpc.insecure_channel(ADDRESS, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        client = rpc.AgentServiceStub(channel)
        neighbour = Session("py-neighbour", client=client)
        neighbour.next("welcome")
        for _ in range(300):
            session = Session("not allowed", client=client)
            session.send_batch(1, point("cpu", 1))
            status = session.status()
            assert status == grpc.StatusCode.INVALID_ARGUMENT, status
        assert neighbour.round_trip(1, point("cpu", 1)).result.status == pb.BATCH_STATUS_ACCEPTED
        neighbour.close()


def single_calls():
    request = pb.IngestRequest(agent_id="py-script", series=[point("cpu", 1)])
    assert CLIENT.Validate(request).status == pb.BATCH_STATUS_ACCEPTED
    assert CLIENT.Ingest(request, compression=grpc.Compression.Gzip).status == pb.BATCH_STATUS_ACCEPTED
    try:
        CLIENT.Ingest(pb.IngestRequest(agent_id="not allowed"))
        raise AssertionError("an agent id that is not allowed was taken")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error
        assert "not allowed" in error.details(), error


def health():
    stub = health_pb2_grpc.HealthStub(CHANNEL)
    serving = health_pb2.HealthCheckResponse.SERVING
    assert stub.Check(health_pb2.HealthCheckRequest()).status == serving
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="nobody"))
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    watch.cancel()


STEPS = [
    handshake, thousand_batches, every_refusal, duplicate, cancel, reconnect, takeover, refusals_on_one_connection, single_calls, health,
]

for step in STEPS:
    step()
    print(f"ok: {step.__name__}", flush=True)
CHANNEL.close()
print(f"PASS: {len(STEPS)} steps")
