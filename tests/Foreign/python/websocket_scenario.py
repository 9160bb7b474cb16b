"""The WebSocket door with Debian's `websockets`. Arguments: the folder of the .proto files, the address of the server's HTTP port."""

import asyncio
import sys
import tempfile
import time

import websockets
from grpc_tools import protoc

PROTOS, ADDRESS = sys.argv[1:3]
BATCHES = 100


def generate():
    stubs = tempfile.mkdtemp()
    assert protoc.main(["", "-I", PROTOS, "--python_out", stubs, "cleanlite/v1/agent.proto"]) == 0
    sys.path.insert(0, stubs)


generate()
from cleanlite.v1 import agent_pb2 as pb  # noqa: E402


def connect():
    return websockets.connect(f"ws://{ADDRESS}/agent/v1/ws", subprotocols=["cleanlite.agent.v1"])


async def send(socket, **body):
    await socket.send(pb.AgentMessage(**body).SerializeToString())


async def receive(socket, body):
    message = pb.ServerMessage.FromString(await asyncio.wait_for(socket.recv(), 30))
    assert message.WhichOneof("body") == body, message
    return getattr(message, body)


async def greet(socket):
    await send(socket, hello=pb.Hello(agent_id="ws-py", session_id="s1", agent_version="websockets"))
    return await receive(socket, "welcome")


def batch(number, start):
    series = pb.TimeSeries(metric="steps", timestamps=[start + number], values=[number])
    return pb.MetricBatch(sequence=number, series=[series])


async def closed(socket):
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 30)
    except websockets.ConnectionClosed:
        return socket.close_code


async def main():
    start = int(time.time() * 1000) - 600_000
    first = await connect()
    assert first.subprotocol == "cleanlite.agent.v1"
    assert (await greet(first)).last_sequence == 0
    for number in range(1, BATCHES + 1):
        await send(first, batch=batch(number, start))
    for number in range(1, BATCHES + 1):
        ack = await receive(first, "ack")
        assert (ack.sequence, ack.result.status) == (number, pb.BATCH_STATUS_ACCEPTED), ack
    await (await first.ping())

    second = await connect()
    welcome = await greet(second)
    assert welcome.takeover and welcome.last_sequence == BATCHES, welcome
    assert (await receive(first, "goodbye")).reason == pb.Goodbye.REASON_SUPERSEDED
    assert await closed(first) == 4502

    await second.send("text")
    assert (await receive(second, "goodbye")).reason == pb.Goodbye.REASON_PROTOCOL_ERROR
    assert await closed(second) == 1003
    print("PASS: 6 steps")


asyncio.run(main())
