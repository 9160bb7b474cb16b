"""Agents on grpcio whose sessions are cancelled at random moments. Arguments: host:port, how many sessions."""

import os
import platform
import queue
import random
import sys
import tempfile
import time

import grpc
from grpc_tools import protoc

PROTOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "protos")
STUBS = tempfile.TemporaryDirectory()
assert protoc.main(["", "-I", PROTOS, "--python_out", STUBS.name, "--grpc_python_out", STUBS.name, "cleanlite/v1/agent.proto"]) == 0
sys.path.insert(0, STUBS.name)
from cleanlite.v1 import agent_pb2 as pb  # noqa: E402
from cleanlite.v1 import agent_pb2_grpc as rpc  # noqa: E402

AGENTS, BATCHES, PATIENCE = 8, 4, 60
# Where a session may end; the last of them is a half-close, the others cancel.
ENDINGS = ["begin", "hello", "welcome", "batches", "ack", "close"]

COUNT = int(sys.argv[2])
RANDOM = random.Random(1)
CLIENT = rpc.AgentServiceStub(grpc.insecure_channel(sys.argv[1]))


def batch_of(number, sequence):
    series = pb.TimeSeries(metric=f"m{number}", timestamps=[int(time.time() * 1000) + sequence], values=[sequence])
    return pb.AgentMessage(batch=pb.MetricBatch(sequence=sequence, series=[series]))


def read_ack(call, sequence):
    ack = next(call).ack
    assert (ack.sequence, ack.result.status) == (sequence, pb.BATCH_STATUS_ACCEPTED), ack


def run(number, ending):
    out = queue.Queue()
    call = CLIENT.Connect(iter(out.get, None), timeout=PATIENCE)
    try:
        if ending >= 1:
            out.put(pb.AgentMessage(hello=pb.Hello(agent_id=f"python-{number % AGENTS}", session_id=f"s{number}")))
        if ending >= 2:
            assert next(call).HasField("welcome")
        if ending >= 3:
            for sequence in range(1, BATCHES + 1):
                out.put(batch_of(number, sequence))
        for sequence in range(1, {4: 1, 5: BATCHES}.get(ending, 0) + 1):
            read_ack(call, sequence)
        if ENDINGS[ending] == "close":
            out.put(None)
            assert list(call) == [] and call.code() == grpc.StatusCode.OK, call.code()
        else:
            call.cancel()
            assert call.code() == grpc.StatusCode.CANCELLED, call.code()
    finally:
        out.put(None)


print("version", f"grpcio {grpc.__version__}, Python {platform.python_version()}")
ENDED = [0] * len(ENDINGS)
for i in range(COUNT):
    # The last one shows that the connection is as good as new.
    how = len(ENDINGS) - 1 if i == COUNT - 1 else RANDOM.randrange(len(ENDINGS))
    try:
        run(i, how)
    except Exception as error:  # whatever it is, it is told
        print("fail sessions", i, ENDINGS[how], repr(error).replace("\n", " "))
        sys.exit(1)
    ENDED[how] += 1
print("note", ", ".join(f"{name} {ended}" for name, ended in zip(ENDINGS, ENDED)))
print("pass sessions")
