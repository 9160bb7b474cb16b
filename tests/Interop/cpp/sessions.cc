// Agents on grpc++ (C-core) whose sessions are cancelled at random moments. Arguments: host:port, how many sessions.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "cleanlite/v1/agent.grpc.pb.h"

using cleanlite::v1::AgentMessage;
using cleanlite::v1::AgentService;
using cleanlite::v1::ServerMessage;

namespace {

constexpr int kAgents = 8;
constexpr int kBatches = 4;
constexpr std::chrono::seconds kPatience{60};
// Where a session may end; the last of them is a half-close, the others cancel.
const std::vector<std::string> kEndings{"begin", "hello", "welcome", "batches", "ack", "close"};
constexpr int kHello = 1, kWelcome = 2, kSent = 3, kAck = 4, kClose = 5;

void Expect(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("expected " + what);
}

AgentMessage HelloOf(int number) {
  AgentMessage message;
  message.mutable_hello()->set_agent_id("cpp-" + std::to_string(number % kAgents));
  message.mutable_hello()->set_session_id("s" + std::to_string(number));
  return message;
}

AgentMessage BatchOf(int number, int sequence) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  AgentMessage message;
  message.mutable_batch()->set_sequence(sequence);
  auto* series = message.mutable_batch()->add_series();
  series->set_metric("m" + std::to_string(number));
  series->add_timestamps(std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + sequence);
  series->add_values(sequence);
  return message;
}

void Run(AgentService::Stub& stub, int number, int ending) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  auto call = stub.Connect(&context);
  ServerMessage answer;
  if (ending >= kHello) Expect(call->Write(HelloOf(number)), "to send a Hello");
  if (ending >= kWelcome) Expect(call->Read(&answer) && answer.has_welcome(), "a Welcome");
  for (int i = 1; ending >= kSent && i <= kBatches; i++) Expect(call->Write(BatchOf(number, i)), "to send a batch");
  for (int i = 1; i <= (ending == kClose ? kBatches : ending == kAck ? 1 : 0); i++) {
    Expect(call->Read(&answer) && answer.ack().sequence() == static_cast<uint64_t>(i), "an ack of " + std::to_string(i));
    Expect(answer.ack().result().status() == cleanlite::v1::BATCH_STATUS_ACCEPTED, "a batch to be accepted");
  }
  if (ending == kClose) {
    call->WritesDone();
    Expect(!call->Read(&answer), "no more messages");
    const auto status = call->Finish();
    Expect(status.ok(), "OK, not " + status.error_message());
    return;
  }
  context.TryCancel();
  while (call->Read(&answer)) continue;
  Expect(call->Finish().error_code() == grpc::StatusCode::CANCELLED, "the status CANCELLED");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "sessions <host:port> <count>\n";
    return 2;
  }
  std::cout << "version grpc++ " << grpc::Version() << std::endl;
  const auto stub = AgentService::NewStub(grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials()));
  const int count = std::atoi(argv[2]);
  std::mt19937 random(1);
  std::vector<int> ended(kEndings.size());
  for (int i = 0; i < count; i++) {
    // The last one shows that the connection is as good as new.
    const int how = i == count - 1 ? kClose : static_cast<int>(random() % kEndings.size());
    try {
      Run(*stub, i, how);
    } catch (const std::exception& error) {
      std::cout << "fail sessions " << i << ", " << kEndings[how] << ": " << error.what() << std::endl;
      return 1;
    }
    ended[how]++;
  }
  std::cout << "note ";
  for (size_t i = 0; i < ended.size(); i++) std::cout << (i > 0 ? ", " : "") << kEndings[i] << " " << ended[i];
  std::cout << "\npass sessions" << std::endl;
  return 0;
}
