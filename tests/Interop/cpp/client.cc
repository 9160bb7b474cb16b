// The interop client on grpc++ (C-core), with its sync and its callback API.
// Arguments: host:port, calls of a soak case, milliseconds that one of them may take.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "test.grpc.pb.h"

using grpc::testing::EchoStatus;
using grpc::testing::Empty;
using grpc::testing::Payload;
using grpc::testing::SimpleRequest;
using grpc::testing::SimpleResponse;
using grpc::testing::StreamingInputCallRequest;
using grpc::testing::StreamingInputCallResponse;
using grpc::testing::StreamingOutputCallRequest;
using grpc::testing::StreamingOutputCallResponse;
using grpc::testing::TestService;
using grpc::testing::UnimplementedService;

// Exported by libgrpc without a header: the flags of the newest message that came.
uint32_t grpc_call_test_only_get_message_flags(grpc_call* call);

namespace grpc::testing {

// The friend that grpc++ names for this purpose.
class InteropClientContextInspector {
 public:
  static bool WasCompressed(const ClientContext& context) {
    return (grpc_call_test_only_get_message_flags(context.call_) & kCompressed) != 0;
  }

 private:
  // C-core's internal bits: compressed, and compressed until it was inflated.
  static constexpr uint32_t kCompressed = 0xC0000000;
};

}  // namespace grpc::testing

namespace {

using Inspector = grpc::testing::InteropClientContextInspector;
using Stub = TestService::Stub;
using Milliseconds = std::chrono::milliseconds;

constexpr int kLargeRequest = 271828;
constexpr int kLargeResponse = 314159;
constexpr Milliseconds kPatience{60000};
constexpr int kKeepaliveMs = 10000;
constexpr Milliseconds kQuiet{25000};
const std::vector<int> kSent{27182, 8, 1828, 45904};
const std::vector<int> kWanted{31415, 9, 2653, 58979};
const std::string kInitialKey = "x-grpc-test-echo-initial";
const std::string kInitialValue = "test_initial_metadata_value";
const std::string kTrailingKey = "x-grpc-test-echo-trailing-bin";
const std::string kTrailingValue = "\xab\xab\xab";
const std::string kSpecial =
    "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";

std::string address;
int soak_count;
Milliseconds soak_limit;
std::shared_ptr<grpc::Channel> channel;
std::unique_ptr<Stub> stub;

std::shared_ptr<grpc::Channel> NewChannel() {
  grpc::ChannelArguments arguments;
  // Without its own pool of connections a channel would share that of another one to the same address.
  arguments.SetInt("grpc.use_local_subchannel_pool", 1);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  // Pings go on while there is nothing to send; C-core would stop after two.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void Within(grpc::ClientContext& context, Milliseconds time = kPatience) {
  context.set_deadline(std::chrono::system_clock::now() + time);
}

template <typename T>
void Expect(const T& expected, const T& actual, const std::string& what) {
  if (expected == actual) return;
  std::ostringstream text;
  text << what << ": expected " << expected << ", was " << actual;
  throw std::runtime_error(text.str());
}

void ExpectStatus(grpc::StatusCode code, const grpc::Status& status) {
  Expect<int>(code, status.error_code(), "status (" + status.error_message() + ")");
}

void ExpectOk(const grpc::Status& status) { ExpectStatus(grpc::StatusCode::OK, status); }

void ExpectZeros(int length, const Payload& payload) {
  Expect<size_t>(length, payload.body().size(), "bytes");
  Expect(std::string::npos, payload.body().find_first_not_of('\0'), "a byte that is not zero");
}

SimpleRequest Large() {
  SimpleRequest request;
  request.set_response_size(kLargeResponse);
  request.mutable_payload()->mutable_body()->resize(kLargeRequest);
  return request;
}

void CallLarge(Stub& on, Milliseconds time = kPatience) {
  grpc::ClientContext context;
  Within(context, time);
  SimpleResponse answer;
  ExpectOk(on.UnaryCall(&context, Large(), &answer));
  ExpectZeros(kLargeResponse, answer.payload());
}

StreamingOutputCallRequest Ask(int wanted, int sent) {
  StreamingOutputCallRequest request;
  request.add_response_parameters()->set_size(wanted);
  request.mutable_payload()->mutable_body()->resize(sent);
  return request;
}

void EmptyUnary() {
  grpc::ClientContext context;
  Within(context);
  Empty answer;
  ExpectOk(stub->EmptyCall(&context, Empty(), &answer));
  Expect<size_t>(0, answer.ByteSizeLong(), "bytes");
}

void LargeUnary() { CallLarge(*stub); }

void ClientStreaming() {
  grpc::ClientContext context;
  Within(context);
  StreamingInputCallResponse answer;
  auto call = stub->StreamingInputCall(&context, &answer);
  for (int length : kSent) {
    StreamingInputCallRequest request;
    request.mutable_payload()->mutable_body()->resize(length);
    Expect(true, call->Write(request), "write");
  }
  call->WritesDone();
  ExpectOk(call->Finish());
  Expect(74922, answer.aggregated_payload_size(), "sum");
}

void ServerStreaming() {
  grpc::ClientContext context;
  Within(context);
  StreamingOutputCallRequest request;
  for (int size : kWanted) request.add_response_parameters()->set_size(size);
  auto call = stub->StreamingOutputCall(&context, request);
  StreamingOutputCallResponse answer;
  for (int size : kWanted) {
    Expect(true, call->Read(&answer), "another message");
    ExpectZeros(size, answer.payload());
  }
  Expect(false, call->Read(&answer), "another message");
  ExpectOk(call->Finish());
}

void PingPong() {
  grpc::ClientContext context;
  Within(context);
  auto call = stub->FullDuplexCall(&context);
  StreamingOutputCallResponse answer;
  for (size_t i = 0; i < kSent.size(); i++) {
    Expect(true, call->Write(Ask(kWanted[i], kSent[i])), "write");
    Expect(true, call->Read(&answer), "an answer");
    ExpectZeros(kWanted[i], answer.payload());
  }
  call->WritesDone();
  Expect(false, call->Read(&answer), "another message");
  ExpectOk(call->Finish());
}

void EmptyStream() {
  grpc::ClientContext context;
  Within(context);
  auto call = stub->FullDuplexCall(&context);
  call->WritesDone();
  StreamingOutputCallResponse answer;
  Expect(false, call->Read(&answer), "another message");
  ExpectOk(call->Finish());
}

grpc::Status SendUnary(bool expected, grpc_compression_algorithm algorithm) {
  grpc::ClientContext context;
  Within(context);
  context.set_compression_algorithm(algorithm);
  auto request = Large();
  request.mutable_expect_compressed()->set_value(expected);
  SimpleResponse answer;
  auto status = stub->UnaryCall(&context, request, &answer);
  if (status.ok()) ExpectZeros(kLargeResponse, answer.payload());
  return status;
}

void ClientCompressedUnary() {
  ExpectStatus(grpc::StatusCode::INVALID_ARGUMENT, SendUnary(true, GRPC_COMPRESS_NONE));
  ExpectOk(SendUnary(true, GRPC_COMPRESS_GZIP));
  ExpectOk(SendUnary(true, GRPC_COMPRESS_DEFLATE));
  ExpectOk(SendUnary(false, GRPC_COMPRESS_NONE));
}

StreamingInputCallRequest Part(int length, bool expected) {
  StreamingInputCallRequest request;
  request.mutable_payload()->mutable_body()->resize(length);
  request.mutable_expect_compressed()->set_value(expected);
  return request;
}

void ClientCompressedStreaming() {
  const auto uncompressed = grpc::WriteOptions().set_no_compression();
  {
    grpc::ClientContext context;
    Within(context);
    context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
    StreamingInputCallResponse answer;
    auto probe = stub->StreamingInputCall(&context, &answer);
    probe->Write(Part(27182, true), uncompressed);
    probe->WritesDone();
    ExpectStatus(grpc::StatusCode::INVALID_ARGUMENT, probe->Finish());
  }
  grpc::ClientContext context;
  Within(context);
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  StreamingInputCallResponse answer;
  auto call = stub->StreamingInputCall(&context, &answer);
  Expect(true, call->Write(Part(27182, true)), "write");
  Expect(true, call->Write(Part(45904, false), uncompressed), "write");
  call->WritesDone();
  ExpectOk(call->Finish());
  Expect(73086, answer.aggregated_payload_size(), "sum");
}

void ServerCompressedUnary() {
  for (bool compressed : {true, false}) {
    grpc::ClientContext context;
    Within(context);
    auto request = Large();
    request.mutable_response_compressed()->set_value(compressed);
    SimpleResponse answer;
    ExpectOk(stub->UnaryCall(&context, request, &answer));
    ExpectZeros(kLargeResponse, answer.payload());
    Expect(compressed, Inspector::WasCompressed(context), "flag");
  }
}

void ServerCompressedStreaming() {
  const std::vector<std::pair<int, bool>> wanted{{31415, true}, {92653, false}};
  grpc::ClientContext context;
  Within(context);
  StreamingOutputCallRequest request;
  for (auto [size, compressed] : wanted) {
    auto* parameters = request.add_response_parameters();
    parameters->set_size(size);
    parameters->mutable_compressed()->set_value(compressed);
  }
  auto call = stub->StreamingOutputCall(&context, request);
  StreamingOutputCallResponse answer;
  for (auto [size, compressed] : wanted) {
    Expect(true, call->Read(&answer), "another message");
    ExpectZeros(size, answer.payload());
    Expect(compressed, Inspector::WasCompressed(context), "flag");
  }
  Expect(false, call->Read(&answer), "another message");
  ExpectOk(call->Finish());
}

void AddMetadata(grpc::ClientContext& context) {
  context.AddMetadata(kInitialKey, kInitialValue);
  context.AddMetadata(kTrailingKey, kTrailingValue);
}

using Received = std::multimap<grpc::string_ref, grpc::string_ref>;

void ExpectEntry(const Received& metadata, const std::string& key, const std::string& value) {
  auto found = metadata.find(key);
  Expect(true, found != metadata.end() && std::string(found->second.data(), found->second.size()) == value, key);
}

void CustomMetadata() {
  {
    grpc::ClientContext context;
    Within(context);
    AddMetadata(context);
    SimpleResponse answer;
    ExpectOk(stub->UnaryCall(&context, Large(), &answer));
    ExpectEntry(context.GetServerInitialMetadata(), kInitialKey, kInitialValue);
    ExpectEntry(context.GetServerTrailingMetadata(), kTrailingKey, kTrailingValue);
  }
  grpc::ClientContext context;
  Within(context);
  AddMetadata(context);
  auto call = stub->FullDuplexCall(&context);
  Expect(true, call->Write(Ask(kLargeResponse, kLargeRequest)), "write");
  call->WritesDone();
  StreamingOutputCallResponse answer;
  Expect(true, call->Read(&answer), "an answer");
  ExpectZeros(kLargeResponse, answer.payload());
  Expect(false, call->Read(&answer), "another message");
  ExpectOk(call->Finish());
  ExpectEntry(context.GetServerInitialMetadata(), kInitialKey, kInitialValue);
  ExpectEntry(context.GetServerTrailingMetadata(), kTrailingKey, kTrailingValue);
}

void CheckStatus(const std::string& message) {
  EchoStatus wanted;
  wanted.set_code(grpc::StatusCode::UNKNOWN);
  wanted.set_message(message);
  {
    grpc::ClientContext context;
    Within(context);
    SimpleRequest request;
    *request.mutable_response_status() = wanted;
    SimpleResponse answer;
    auto status = stub->UnaryCall(&context, request, &answer);
    ExpectStatus(grpc::StatusCode::UNKNOWN, status);
    Expect(message, status.error_message(), "message");
  }
  grpc::ClientContext context;
  Within(context);
  StreamingOutputCallRequest request;
  *request.mutable_response_status() = wanted;
  auto call = stub->FullDuplexCall(&context);
  call->Write(request);
  call->WritesDone();
  StreamingOutputCallResponse answer;
  Expect(false, call->Read(&answer), "a message");
  auto status = call->Finish();
  ExpectStatus(grpc::StatusCode::UNKNOWN, status);
  Expect(message, status.error_message(), "message");
}

void StatusCodeAndMessage() { CheckStatus("test status message"); }

void SpecialStatusMessage() { CheckStatus(kSpecial); }

void UnimplementedMethod() {
  grpc::ClientContext context;
  Within(context);
  Empty answer;
  ExpectStatus(grpc::StatusCode::UNIMPLEMENTED, stub->UnimplementedCall(&context, Empty(), &answer));
}

void UnimplementedServiceCall() {
  grpc::ClientContext context;
  Within(context);
  Empty answer;
  auto other = UnimplementedService::NewStub(channel);
  ExpectStatus(grpc::StatusCode::UNIMPLEMENTED, other->UnimplementedCall(&context, Empty(), &answer));
}

void CancelAfterBegin() {
  grpc::ClientContext context;
  Within(context);
  StreamingInputCallResponse answer;
  auto call = stub->StreamingInputCall(&context, &answer);
  context.TryCancel();
  ExpectStatus(grpc::StatusCode::CANCELLED, call->Finish());
}

void CancelAfterFirstResponse() {
  grpc::ClientContext context;
  Within(context);
  auto call = stub->FullDuplexCall(&context);
  Expect(true, call->Write(Ask(31415, 27182)), "write");
  StreamingOutputCallResponse answer;
  Expect(true, call->Read(&answer), "an answer");
  ExpectZeros(31415, answer.payload());
  context.TryCancel();
  Expect(false, call->Read(&answer), "another message");
  ExpectStatus(grpc::StatusCode::CANCELLED, call->Finish());
}

void TimeoutOnSleepingServer() {
  grpc::ClientContext context;
  Within(context, Milliseconds(1));
  auto call = stub->FullDuplexCall(&context);
  StreamingOutputCallRequest request;
  request.mutable_payload()->mutable_body()->resize(27182);
  call->Write(request);
  ExpectStatus(grpc::StatusCode::DEADLINE_EXCEEDED, call->Finish());
}

// The callback API: all calls are under way before the first answer is waited for.
void ConcurrentLargeUnary() {
  struct Call {
    grpc::ClientContext context;
    SimpleResponse answer;
    grpc::Status status;
  };
  const auto request = Large();
  std::deque<Call> calls(soak_count);
  std::mutex lock;
  std::condition_variable all_ended;
  int under_way = soak_count;
  for (auto& call : calls) {
    Within(call.context);
    stub->async()->UnaryCall(&call.context, &request, &call.answer, [&](grpc::Status status) {
      std::lock_guard<std::mutex> held(lock);
      call.status = std::move(status);
      if (--under_way == 0) all_ended.notify_one();
    });
  }
  std::unique_lock<std::mutex> held(lock);
  all_ended.wait(held, [&] { return under_way == 0; });
  for (const auto& call : calls) {
    ExpectOk(call.status);
    ExpectZeros(kLargeResponse, call.answer.payload());
  }
}

void RpcSoak() {
  for (int i = 0; i < soak_count; i++) CallLarge(*stub, soak_limit);
}

void ChannelSoak() {
  for (int i = 0; i < soak_count; i++) CallLarge(*TestService::NewStub(NewChannel()), soak_limit);
}

// Pings with and without a call, every 10 s: the server takes them, on a connection that says nothing else for longer than two.
void Keepalive() {
  const auto idle = NewChannel();
  CallLarge(*TestService::NewStub(idle));
  grpc::ClientContext context;
  Within(context);
  auto call = stub->FullDuplexCall(&context);
  Expect(true, call->Write(Ask(31415, 27182)), "write");
  StreamingOutputCallResponse answer;
  Expect(true, call->Read(&answer), "an answer");

  const auto quiet = std::chrono::system_clock::now() + kQuiet;
  Expect(false, idle->WaitForStateChange(GRPC_CHANNEL_READY, quiet), "another state of the idle channel");
  Expect(true, std::chrono::system_clock::now() >= quiet, "the end of the quiet");

  Expect(true, call->Write(Ask(9, 8)), "write after the quiet");
  Expect(true, call->Read(&answer), "an answer after the quiet");
  ExpectZeros(9, answer.payload());
  call->WritesDone();
  ExpectOk(call->Finish());
  CallLarge(*TestService::NewStub(idle));
}

const std::vector<std::pair<std::string, void (*)()>> kCases{
    {"empty_unary", EmptyUnary},
    {"large_unary", LargeUnary},
    {"client_streaming", ClientStreaming},
    {"server_streaming", ServerStreaming},
    {"ping_pong", PingPong},
    {"empty_stream", EmptyStream},
    {"client_compressed_unary", ClientCompressedUnary},
    {"client_compressed_streaming", ClientCompressedStreaming},
    {"server_compressed_unary", ServerCompressedUnary},
    {"server_compressed_streaming", ServerCompressedStreaming},
    {"custom_metadata", CustomMetadata},
    {"status_code_and_message", StatusCodeAndMessage},
    {"special_status_message", SpecialStatusMessage},
    {"unimplemented_method", UnimplementedMethod},
    {"unimplemented_service", UnimplementedServiceCall},
    {"cancel_after_begin", CancelAfterBegin},
    {"cancel_after_first_response", CancelAfterFirstResponse},
    {"timeout_on_sleeping_server", TimeoutOnSleepingServer},
    {"concurrent_large_unary", ConcurrentLargeUnary},
    {"rpc_soak", RpcSoak},
    {"channel_soak", ChannelSoak},
    {"keepalive", Keepalive},
};

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "client <host:port> <soak> <limit-ms>\n";
    return 2;
  }
  address = argv[1];
  soak_count = std::atoi(argv[2]);
  soak_limit = Milliseconds(std::atoi(argv[3]));
  channel = NewChannel();
  stub = TestService::NewStub(channel);
  std::cout << "version grpc++ " << grpc::Version() << std::endl;
  int failed = 0;
  for (const auto& [name, run] : kCases) {
    try {
      run();
      std::cout << "pass " << name << std::endl;
    } catch (const std::exception& error) {
      failed++;
      std::cout << "fail " << name << " " << OneLine(error.what()) << std::endl;
    }
  }
  return failed == 0 ? 0 : 1;
}
