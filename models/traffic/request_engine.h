// The request engine: every request, attempt and slot is simulated.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/traffic/kept.h"
#include "models/traffic/request_event.h"
#include "models/traffic/request_state.h"

namespace outcast::traffic::request {

/// A request that has come through more calls is refused, so that loops of calls end. Source: the
/// greatest Max-Forwards of RFC 3261 (SIP).
inline constexpr std::uint8_t most_hops = 70;

/// The reference of the traffic model, and the choice for small systems.
/// What a station's account counts are attempts: received, and answered in time or failed (error,
/// refusal, timeout); an attempt that its caller gave up for another one's answer is neither.
///
/// Thread rule: one owner, reused from replication to replication. Invariants: as Engine; no
/// allocation in steady state; a request is in one line at most, and counted in the slots or the
/// queue of its replica exactly while its phase says so.
class RequestEngine final : public Engine {
 public:
  explicit RequestEngine(const Network& network);

  void begin(std::uint64_t seed, std::uint64_t replication) override;
  void set_condition(sim::Time at, StationIndex station, const Condition& condition) override;
  void set_load(sim::Time at, std::uint32_t source, double factor) override;
  sim::Time next() const override;
  void advance(sim::Time until) override;
  std::span<const Report> reports() const override { return reports_; }
  void finish(sim::Time end) override;
  const Books& books() const override { return books_; }
  std::uint64_t events() const override { return handled_; }
  std::string exhausted() const override { return exhausted_; }

  /// Requests and calls; none once everything has come to rest.
  std::uint32_t under_way() const { return requests_.in_use() + exchanges_.in_use(); }

  /// Attempts that the station has received, since the start.
  std::uint64_t received(StationIndex station) const { return stations_[raw(station)].received; }
  /// How attempts of the call have ended, by index in the network.
  const Endings& endings_of(std::uint32_t call) const { return calls_[call].endings; }
  /// Attempts of the call that nobody has answered yet.
  std::uint32_t in_flight(std::uint32_t call) const { return calls_[call].in_flight; }

  /// Where most requests are, and how many; empty: nowhere is any.
  std::string busiest() const;

  /// The kernel's entry.
  void handle(RequestContext& context, RequestEvent event);

 private:
  // request_engine.cpp: a replication begins, goes on, and ends.
  void begin_station(std::uint32_t station);
  void begin_call(std::uint32_t call);
  void run_until(sim::Time end);
  void dispatch(RequestEvent event);
  void exhaust();
  sim::Time now() const { return now_; }
  void schedule(sim::Time at, RequestEventType type, std::uint32_t subject,
                std::uint32_t generation = 0);
  template <class Record>
  static bool is_current(const Record& record, RequestEvent event) {
    return (record.generation & 0xFFFFFF) == event.generation;
  }

  // request_arrivals.cpp: customers ask.
  void begin_source(std::uint32_t source);
  void change_load(std::uint32_t source);
  double factor_now(std::uint32_t source) const;
  void call_users(std::uint32_t source);
  void arrive(std::uint32_t source, RequestEvent event);
  void ask(std::uint32_t source, std::uint32_t user);
  bool is_accepted(std::uint32_t source);
  void await_arrival(std::uint32_t source);
  void think(std::uint32_t source, std::uint32_t user);
  void ask_for(std::uint32_t source, std::uint32_t user);

  // request_leases.cpp: what users have for a while after a success.
  bool has_leases(std::uint32_t source) const;
  std::uint32_t next_user(std::uint32_t source);
  void grant_lease(std::uint32_t source, std::uint32_t user);
  void expire_lease(std::uint32_t source, std::uint32_t user);
  void note_leases(std::uint32_t source);

  // request_queue.cpp: a station takes a request, makes it wait, serves it, and lets it go.
  const Condition& condition_of(const Replica& replica) const;
  void receive(std::uint32_t station, std::uint32_t exchange, unsigned attempt);
  std::uint32_t place(std::uint32_t station, Importance importance, std::uint8_t hops);
  bool has_room(Replica& replica, Importance importance);
  bool sheds(const Replica& replica, Importance importance) const;
  sim::Duration longest_wait(const Replica& replica, Importance least) const;
  void enqueue(std::uint32_t request);
  void unlink(std::uint32_t request);
  void meet_fate(std::uint32_t request, const Fate& fate);
  void serve(std::uint32_t request);
  void occupy(std::uint32_t request, double seconds);
  double draw_service(const Request& request);
  void serve_waiting(std::uint32_t replica);
  void service_ends(std::uint32_t request);
  void release_slot(Request& request);
  void leave(std::uint32_t request);
  void give_up(std::uint32_t request);

  // request_calls.cpp: a request makes its calls, hears their outcomes, and is answered.
  void make_calls(std::uint32_t request);
  std::pair<std::uint32_t, std::uint32_t> calls_made_by(const Request& request) const;
  unsigned tolerated_failures(const Request& request) const;
  void call(std::uint32_t request, std::uint32_t call);
  bool is_cached(const Request& request, std::uint32_t call);
  void begin_exchange(std::uint32_t request, std::uint32_t call);
  void unlink_exchange(const Exchange& exchange);
  void conclude(std::uint32_t exchange, Outcome outcome);
  void hear(std::uint32_t request, std::uint32_t call, Outcome outcome);
  void answer(std::uint32_t request, Outcome outcome);
  void answer_customer(std::uint32_t request, Outcome outcome);
  void let_go_of_exchanges(std::uint32_t request);
  void drop_exchanges(std::uint32_t request);
  void drop_exchange(std::uint32_t exchange);
  void stop(std::uint32_t request);

  // request_attempts.cpp: the attempts of one call.
  void attempt(std::uint32_t exchange);
  void send(std::uint32_t exchange, unsigned attempt);
  bool may_send(std::uint32_t call);
  std::uint32_t provider_of(std::uint32_t call, std::uint32_t avoided);
  bool is_known_down(std::uint32_t station) const;
  void refuse(std::uint32_t exchange, unsigned attempt);
  void end_attempt(std::uint32_t exchange, unsigned attempt, Outcome outcome);
  void set_deadline(std::uint32_t exchange, unsigned attempt, sim::Duration timeout);
  void time_out(std::uint32_t call);
  bool is_awaited(const Deadline& deadline) const;
  void hedge(RequestEvent event);
  void deliver(std::uint32_t exchange, unsigned attempt, Outcome outcome);
  void close_attempt(Exchange& exchange, unsigned attempt);
  void fail(std::uint32_t exchange, Outcome outcome);
  bool may_retry(const Exchange& exchange, Outcome outcome);
  sim::Duration backoff(const Exchange& exchange);

  // request_conditions.cpp: what the world does to stations and sources.
  void apply_change(std::uint32_t change);
  void apply(std::uint32_t station, const Condition& condition);
  void end_requests(std::uint32_t station);
  void freeze(std::uint32_t request);
  void set_slots(std::uint32_t replica);
  void give_slots(Replica& replica, std::uint32_t slots);

  // request_replicas.cpp: replicas come and go: health checks, and autoscaling.
  std::uint32_t most_replicas(std::uint32_t station) const;
  void open(std::uint32_t replica);
  void close(std::uint32_t replica);
  void begin_probes(std::uint32_t replica);
  void probe(std::uint32_t replica);
  enum class Probe : std::uint8_t { good, fails, hangs };
  Probe look_at(std::uint32_t replica);
  void probe_has_failed(std::uint32_t replica);
  void probe_was_good(std::uint32_t replica);
  void scale(std::uint32_t station);
  void start_replica(std::uint32_t station);
  void retire_replica(std::uint32_t station);

  // request_books.cpp: what is written down and reported.
  bool is_counted(sim::Time began) const { return began >= warm_up_; }
  void begin_books();
  void book(std::uint32_t station);
  void book_source(std::uint32_t source);
  void warm_up();
  void count(Account& account, sim::Time began, bool has_failed, double attempts);
  void note(Report::Subject subject, std::uint32_t index, LossMeter& meter, bool has_failed);

  struct Change {
    std::uint32_t station = none, source = none;
    Condition condition;
    double factor = 1;
  };

  const Network& network_;
  const std::uint64_t most_events_;
  const std::uint32_t most_under_way_;
  sim::FutureEventList<RequestEvent> events_;
  sim::Streams streams_{0, 0};
  std::optional<RequestContext> context_;
  sim::Time now_{};
  std::uint32_t sequence_ = 0;
  std::uint64_t handled_ = 0;
  std::string exhausted_;

  Pool<Request> requests_;
  Pool<Exchange> exchanges_;
  std::vector<StationState> stations_;
  std::vector<Replica> replicas_;
  std::vector<CallState> calls_;
  std::vector<SourceState> sources_;
  Kept<Change> changes_;

  sim::Time warm_up_{};
  Books books_;
  std::vector<Report> reports_;
};

}  // namespace outcast::traffic::request

namespace outcast::traffic {
using request::RequestEngine;
}  // namespace outcast::traffic
