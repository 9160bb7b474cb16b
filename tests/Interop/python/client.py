"""The interop client on grpcio (C-core). Arguments: host:port, calls of a soak case, milliseconds that one of them may take."""

import os
import platform
import sys
import tempfile
import threading

import grpc
from grpc_tools import protoc

PROTOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "protos")
STUBS = tempfile.TemporaryDirectory()
assert protoc.main(["", "-I", PROTOS, "--python_out", STUBS.name, "--grpc_python_out", STUBS.name, "test.proto"]) == 0
sys.path.insert(0, STUBS.name)
import test_pb2 as pb  # noqa: E402
import test_pb2_grpc as rpc  # noqa: E402

ADDRESS = sys.argv[1]
SOAK_COUNT = int(sys.argv[2])
SOAK_SECONDS = int(sys.argv[3]) / 1000
PATIENCE = 60

LARGE_REQUEST, LARGE_RESPONSE = 271828, 314159
SENT = [27182, 8, 1828, 45904]
WANTED = [31415, 9, 2653, 58979]
INITIAL = ("x-grpc-test-echo-initial", "test_initial_metadata_value")
TRAILING = ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"


def new_channel():
    # Without its own pool of connections a channel would share that of another one to the same address.
    return grpc.insecure_channel(ADDRESS, [("grpc.use_local_subchannel_pool", 1)])


CHANNEL = new_channel()
CLIENT = rpc.TestServiceStub(CHANNEL)


def zeros(length):
    return pb.Payload(body=bytes(length))


def expect(expected, actual):
    assert expected == actual, f"expected {expected!r}, was {actual!r}"


def expect_zeros(length, payload):
    assert payload.body == bytes(length), f"expected {length} zeros, was {len(payload.body)} bytes"


def expect_status(code, call):
    """Ends the call, which must fail with this code, and returns its message."""
    try:
        call()
    except grpc.RpcError as error:
        expect(code, error.code())
        return error.details()
    raise AssertionError(f"the call went well instead of ending as {code}")


def call_large(client, timeout=PATIENCE):
    answer = client.UnaryCall(pb.SimpleRequest(response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST)), timeout=timeout)
    expect_zeros(LARGE_RESPONSE, answer.payload)


def ask(wanted, sent):
    return pb.StreamingOutputCallRequest(response_parameters=[pb.ResponseParameters(size=wanted)], payload=zeros(sent))


class Open:
    """Requests of a stream that stays open until it is left, one at a time."""

    def __init__(self):
        self._ready = threading.Semaphore(0)
        self._requests = []

    def send(self, request):
        self._requests.append(request)
        self._ready.release()

    def close(self):
        self._ready.release()

    def __iter__(self):
        while True:
            self._ready.acquire()
            if not self._requests:
                return
            yield self._requests.pop(0)


def empty_unary():
    expect(pb.Empty(), CLIENT.EmptyCall(pb.Empty(), timeout=PATIENCE))


def large_unary():
    call_large(CLIENT)


def client_streaming():
    answer = CLIENT.StreamingInputCall((pb.StreamingInputCallRequest(payload=zeros(n)) for n in SENT), timeout=PATIENCE)
    expect(74922, answer.aggregated_payload_size)


def server_streaming():
    request = pb.StreamingOutputCallRequest(response_parameters=[pb.ResponseParameters(size=n) for n in WANTED])
    answers = list(CLIENT.StreamingOutputCall(request, timeout=PATIENCE))
    expect(len(WANTED), len(answers))
    for length, answer in zip(WANTED, answers):
        expect_zeros(length, answer.payload)


def ping_pong():
    requests = Open()
    call = CLIENT.FullDuplexCall(iter(requests), timeout=PATIENCE)
    for sent, wanted in zip(SENT, WANTED):
        requests.send(ask(wanted, sent))
        expect_zeros(wanted, next(call).payload)
    requests.close()
    expect([], list(call))
    expect(grpc.StatusCode.OK, call.code())


def empty_stream():
    expect([], list(CLIENT.FullDuplexCall(iter([]), timeout=PATIENCE)))


def client_compressed_unary():
    def call(expected, compression):
        request = pb.SimpleRequest(expect_compressed=pb.BoolValue(value=expected), response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST))
        expect_zeros(LARGE_RESPONSE, CLIENT.UnaryCall(request, timeout=PATIENCE, compression=compression).payload)

    expect_status(grpc.StatusCode.INVALID_ARGUMENT, lambda: call(True, grpc.Compression.NoCompression))
    for compression in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        call(True, compression)
    call(False, grpc.Compression.NoCompression)


def client_compressed_streaming():
    def message(body, expected):
        return pb.StreamingInputCallRequest(payload=pb.Payload(body=body), expect_compressed=pb.BoolValue(value=expected))

    expect_status(
        grpc.StatusCode.INVALID_ARGUMENT,
        lambda: CLIENT.StreamingInputCall(iter([message(bytes(27182), True)]), timeout=PATIENCE))
    # grpcio compresses whole calls only; but C-core leaves a message as it is, flag included, if it would not become shorter.
    messages = [message(bytes(27182), True), message(os.urandom(45904), False)]
    answer = CLIENT.StreamingInputCall(iter(messages), timeout=PATIENCE, compression=grpc.Compression.Gzip)
    expect(73086, answer.aggregated_payload_size)


def server_compressed_unary():
    """The flag does not show in grpcio; that the bytes are right does."""
    for compressed in (True, False):
        request = pb.SimpleRequest(
            response_compressed=pb.BoolValue(value=compressed), response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST))
        expect_zeros(LARGE_RESPONSE, CLIENT.UnaryCall(request, timeout=PATIENCE).payload)


def server_compressed_streaming():
    """The flag does not show in grpcio; that the bytes are right does."""
    wanted = [(31415, True), (92653, False)]
    request = pb.StreamingOutputCallRequest(
        response_parameters=[pb.ResponseParameters(size=n, compressed=pb.BoolValue(value=c)) for n, c in wanted])
    answers = list(CLIENT.StreamingOutputCall(request, timeout=PATIENCE))
    expect(len(wanted), len(answers))
    for (length, _), answer in zip(wanted, answers):
        expect_zeros(length, answer.payload)


def custom_metadata():
    def check(call):
        expect(INITIAL[1], dict(call.initial_metadata()).get(INITIAL[0]))
        expect(TRAILING[1], dict(call.trailing_metadata()).get(TRAILING[0]))

    request = pb.SimpleRequest(response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST))
    _, unary = CLIENT.UnaryCall.with_call(request, metadata=[INITIAL, TRAILING], timeout=PATIENCE)
    check(unary)
    duplex = CLIENT.FullDuplexCall(iter([ask(LARGE_RESPONSE, LARGE_REQUEST)]), metadata=[INITIAL, TRAILING], timeout=PATIENCE)
    for answer in duplex:
        expect_zeros(LARGE_RESPONSE, answer.payload)
    check(duplex)


def check_status(message):
    wanted = pb.EchoStatus(code=2, message=message)
    told = expect_status(grpc.StatusCode.UNKNOWN, lambda: CLIENT.UnaryCall(pb.SimpleRequest(response_status=wanted), timeout=PATIENCE))
    expect(message, told)
    requests = iter([pb.StreamingOutputCallRequest(response_status=wanted)])
    told = expect_status(grpc.StatusCode.UNKNOWN, lambda: list(CLIENT.FullDuplexCall(requests, timeout=PATIENCE)))
    expect(message, told)


def status_code_and_message():
    check_status("test status message")


def special_status_message():
    check_status(SPECIAL)


def unimplemented_method():
    expect_status(grpc.StatusCode.UNIMPLEMENTED, lambda: CLIENT.UnimplementedCall(pb.Empty(), timeout=PATIENCE))


def unimplemented_service():
    client = rpc.UnimplementedServiceStub(CHANNEL)
    expect_status(grpc.StatusCode.UNIMPLEMENTED, lambda: client.UnimplementedCall(pb.Empty(), timeout=PATIENCE))


def cancel_after_begin():
    requests = Open()
    call = CLIENT.StreamingInputCall.future(iter(requests), timeout=PATIENCE)
    call.cancel()
    assert call.cancelled()
    expect(grpc.StatusCode.CANCELLED, call.code())
    requests.close()


def cancel_after_first_response():
    requests = Open()
    call = CLIENT.FullDuplexCall(iter(requests), timeout=PATIENCE)
    requests.send(ask(31415, 27182))
    expect_zeros(31415, next(call).payload)
    call.cancel()
    expect_status(grpc.StatusCode.CANCELLED, lambda: next(call))
    requests.close()


def timeout_on_sleeping_server():
    requests = Open()
    requests.send(pb.StreamingOutputCallRequest(payload=zeros(27182)))
    call = CLIENT.FullDuplexCall(iter(requests), timeout=0.001)
    expect_status(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: next(call))
    requests.close()


def concurrent_large_unary():
    request = pb.SimpleRequest(response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST))
    calls = [CLIENT.UnaryCall.future(request, timeout=PATIENCE) for _ in range(SOAK_COUNT)]
    for call in calls:
        expect_zeros(LARGE_RESPONSE, call.result().payload)


def rpc_soak():
    for _ in range(SOAK_COUNT):
        call_large(CLIENT, SOAK_SECONDS)


def channel_soak():
    for _ in range(SOAK_COUNT):
        with new_channel() as channel:
            call_large(rpc.TestServiceStub(channel), SOAK_SECONDS)


CASES = [
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream,
    client_compressed_unary, client_compressed_streaming, server_compressed_unary, server_compressed_streaming,
    custom_metadata, status_code_and_message, special_status_message, unimplemented_method, unimplemented_service,
    cancel_after_begin, cancel_after_first_response, timeout_on_sleeping_server,
    concurrent_large_unary, rpc_soak, channel_soak,
]

print("version", f"grpcio {grpc.__version__}, Python {platform.python_version()}")
FAILED = 0
for case in CASES:
    try:
        case()
        print("pass", case.__name__)
    except Exception as error:  # whatever it is, the next case runs
        FAILED += 1
        print("fail", case.__name__, repr(error).replace("\n", " "))
sys.exit(1 if FAILED else 0)
