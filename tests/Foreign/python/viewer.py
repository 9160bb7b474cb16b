"""A viewer of compact frames with Google's protobuf and websockets. Arguments: the folder of the .proto files, the server's HTTP address."""

import asyncio
import json
import sys
import tempfile
import time
import urllib.request

import websockets
from grpc_tools import protoc

PROTOS, ADDRESS = sys.argv[1:3]
PATIENCE = 30
STUBS = tempfile.mkdtemp()
assert protoc.main(["", "-I", PROTOS, "--python_out", STUBS, "cleanlite/live/v1/live.proto"]) == 0
sys.path.insert(0, STUBS)
from cleanlite.live.v1 import live_pb2 as pb  # noqa: E402


def ingest(first, values, unit=""):
    """Sends one point a metric, by HTTP."""
    series = [
        {"metric": f"m{i % 10}", "timestamps": [first + i], "values": [value], "labels": {"n": "ä"}, "unit": unit}
        for i, value in enumerate(values)
    ]
    body = json.dumps({"agentId": "py-viewer", "series": series}).encode()
    request = urllib.request.Request(f"http://{ADDRESS}/api/v1/ingest", body, {"Content-Type": "application/json"})
    assert urllib.request.urlopen(request, timeout=PATIENCE).status == 200


class Viewer:
    """Keeps the table of series as the contract says."""

    def __init__(self, live):
        self.live, self.series, self.announced = live, {}, 0

    async def next(self, body):
        """The next message with that body; all before it are taken too."""
        while True:
            message = await asyncio.wait_for(self.live.recv(), PATIENCE)
            assert isinstance(message, bytes)
            frame = pb.ServerFrame.FromString(message)
            if frame.forget:
                self.series.clear()
            for series in frame.series:
                self.series[series.number] = series
                self.announced += 1
            if frame.WhichOneof("body") == body:
                return getattr(frame, body)

    def points(self, points):
        assert len(points.series) == len(points.timestamp) == len(points.value)
        for number, after, value in zip(points.series, points.timestamp, points.value):
            yield self.series[number], points.base_timestamp + after, value


async def main():
    now = int(time.time() * 1000) - 60_000
    ingest(now, range(10))
    url = f"ws://{ADDRESS}/live"
    async with websockets.connect(url, subprotocols=["cleanlite.v1.protobuf", "cleanlite.v1.json"]) as live:
        assert live.subprotocol == "cleanlite.v1.protobuf"
        viewer = Viewer(live)
        assert (await viewer.next("welcome")).protocol == "cleanlite.v1"
        subscribed = await viewer.next("subscribed")
        snapshot = await viewer.next("snapshot")
        assert snapshot.last and snapshot.epoch == subscribed.epoch and snapshot.offset == subscribed.offset
        seen = [(s.agent, s.metric, dict(s.labels), at, value) for s, at, value in viewer.points(snapshot.points)]
        assert seen == [("py-viewer", f"m{i}", {"n": "ä"}, now + i, i) for i in range(10)], seen

        for batch in range(1, 11):
            ingest(now + 100 * batch, [batch * 10 + i for i in range(10)])
        values = []
        while len(values) < 100:
            values += [value for _, _, value in viewer.points((await viewer.next("metrics")).points)]
        assert values == list(range(10, 110)), values
        assert viewer.announced == 10, viewer.announced

        ingest(now + 5_000, [1.5], unit="By")
        (series, _, value), = viewer.points((await viewer.next("metrics")).points)
        assert (series.metric, series.unit, value) == ("m0", "By", 1.5)

        await live.send('{"id":"a","action":"ping"}')
        assert (await viewer.next("pong")).id == '"a"'
        await live.send('{"id":7,"action":"call","method":"system.metrics"}')
        result = await viewer.next("result")
        assert result.id == "7" and "ingest" in json.loads(result.result)
        await live.send('{"id":8,"action":"subscribe","channel":"nothing"}')
        assert (await viewer.next("error")).code == "unknown_channel"
        await live.send(b"binary")
        try:
            await viewer.next("bye")
        except websockets.ConnectionClosed as ending:
            assert ending.code == 1003, ending
    print("PASS: compact viewer")


asyncio.run(main())
