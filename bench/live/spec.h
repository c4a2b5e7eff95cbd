// The parameters of the live programs, written as in a scenario and read by the same reader.
#pragma once
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include "models/document/forms.h"
#include "sim/kernel/distribution.h"

namespace outcast::live {

/// Every first attempt earns `share` of a retry, up to `burst`.
struct RetryBudget {
  double share = 0.1;
  double burst = 10;
};
template <class V>
void describe(V& v, RetryBudget& b) {
  v.object("budget", "Retries that a caller may still make");
  v.required("share", b.share, "Of a retry, earned by each first attempt", document::not_negative);
  v.required("burst", b.burst, "Retries saved at most", document::not_negative);
}

struct Retry {
  unsigned attempts = 0;  ///< beyond the first
  sim::Duration backoff{};
  double multiplier = 1;
  double jitter = 0;
  std::optional<RetryBudget> budget{};
};
template <class V>
void describe(V& v, Retry& r) {
  v.object("retry", "What follows a timeout, an error or a refusal");
  v.optional("attempts", r.attempts, "Beyond the first");
  v.optional("backoff", r.backoff, "Before the first retry");
  v.optional("multiplier", r.multiplier, "From one backoff to the next", document::above_zero);
  v.optional("jitter", r.jitter, "A backoff is uniform on backoff x (1 -+ jitter)",
             document::in_unit_interval);
  v.optional("budget", r.budget, "None: no limit");
}

struct Calling {
  unsigned port = 0;
  sim::Duration timeout{};
  Retry retry{};
};
template <class V>
void describe(V& v, Calling& c) {
  v.object("call", "How a caller calls a service");
  v.required("port", c.port, "Where it listens on the loopback interface");
  v.required("timeout", c.timeout, "Of one attempt, from connecting to the whole answer",
             document::above_zero);
  v.optional("retry", c.retry, "None: one attempt");
}

struct ServiceSpec {
  std::string name;
  unsigned seed = 1;
  unsigned port = 0;
  unsigned concurrency = 1;
  unsigned queue = 0;
  sim::Distribution service_time;
  std::optional<Calling> calls{};
};
template <class V>
void describe(V& v, ServiceSpec& s) {
  v.object("service", "An HTTP server with a bounded pool of workers behind one bounded queue");
  v.required("name", s.name, "The key of its luck");
  v.required("seed", s.seed, "Of all random numbers");
  v.required("port", s.port, "Where it listens on the loopback interface");
  v.required("concurrency", s.concurrency, "Workers", document::above_zero);
  v.required("queue", s.queue, "Waiting requests at most");
  v.required("service_time", s.service_time, "How long a worker sleeps over a request");
  v.optional("calls", s.calls, "What a worker then calls, and waits for");
}

struct LoadSpec {
  unsigned seed = 1;
  double rate = 0;
  sim::Duration lasts{};
  Calling calls{};
};
template <class V>
void describe(V& v, LoadSpec& l) {
  v.object("load", "Customers who come whether or not they are answered");
  v.required("seed", l.seed, "Of all random numbers");
  v.required("rate", l.rate, "Requests per second, a Poisson process", document::above_zero);
  v.required("lasts", l.lasts, "How long requests are begun", document::above_zero);
  v.required("calls", l.calls, "How a customer calls");
}

/// The parameters in the program's only argument; problems end the program with code 2.
template <class T>
T read_spec(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " PARAMETERS_AS_JSON\n";
    std::exit(2);
  }
  document::Document file;
  document::Problems problems;
  document::Reader reader{file, problems};
  T spec;
  const document::Value value = file.read_text(argv[1], "parameters", problems);
  if (value) document::read_object(reader, value, spec);
  if (problems.empty()) return spec;
  std::cerr << problems.to_text();
  std::exit(2);
}

}  // namespace outcast::live
