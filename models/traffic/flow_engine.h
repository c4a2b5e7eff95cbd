// Traffic as flow: piecewise-constant rates that change by events, only where something is
// disturbed.
#pragma once
#include <optional>

#include "models/traffic/draws.h"
#include "models/traffic/flow_state.h"
#include "models/traffic/kept.h"
#include "sim/kernel/simulation.h"

namespace outcast::traffic::flow {

enum class FlowEventType : std::uint8_t {
  condition_set,   ///< subject: pending condition
  load_set,        ///< subject: pending load
  source_steps,    ///< subject: source; its daily curve or a spike
  rate_changes,    ///< subject: change of an edge's rate
  answers_seen,    ///< subject: edge; its caller learns how attempts fare now
  budget_turns,    ///< subject: edge; the retry budget is empty, or filled again
  breaker_turns,   ///< subject: edge
  station_moves,   ///< subject: station; a queue begins, ends, fills, or ages past a step
  station_rests,   ///< subject: station; what was too small to pass on is passed on
  cache_warms,     ///< subject: edge; a cold cache in front of it
  bulkhead_turns,  ///< subject: edge
  probes_decide,   ///< subject: station x 2 + 1 for the replicas that are not affected
  scales,          ///< subject: station; its autoscaler looks
  replica_starts,  ///< subject: station
  users_return,    ///< subject: change of a source's answers
  users_ask,       ///< subject: source; as many as think by now
  fluctuates,      ///< a step of chance
  patience_turns,  ///< subject: change of the time that is left for an edge's attempts
};

struct FlowEvent {
  std::uint32_t subject = 0;
  std::uint32_t type : 8 = 0;
  std::uint32_t generation : 24 = 0;

  FlowEventType kind() const { return static_cast<FlowEventType>(type); }
};

/// The fluid limit of the request engine, with delays kept: success is decided when a request is
/// begun or its time is over, by the age of the queue's head; failed attempts come back as delayed
/// flow. Deterministic, but for the stochastic variant, which adds chance step by step.
/// docs/MODEL.md (Flow) has the equations and what is neglected.
/// Thread rule: one owner. Invariants: a station's state is brought forward to now before anything
/// of it changes; feedback always takes time.
class FlowEngine final : public Engine {
 public:
  explicit FlowEngine(const Network& network);

  void begin(std::uint64_t seed, std::uint64_t replication) override;
  void set_condition(sim::Time at, StationIndex station, const Condition& condition) override;
  void set_load(sim::Time at, std::uint32_t source, double factor) override;
  sim::Time next() const override;
  void advance(sim::Time until) override;
  std::span<const Report> reports() const override { return reports_; }
  void finish(sim::Time end) override;
  const Books& books() const override { return books_; }
  std::uint64_t events() const override { return handled_; }
  std::string exhausted() const override;

  // flow_border.cpp: what another engine asks, that simulates the neighbours.
  /// Attempts per second that the station is sent now.
  double arriving(StationIndex station) const { return stations_[raw(station)].arriving; }
  /// First attempts per second of what calls the station, were its callers free to call.
  double offered(StationIndex station) const;
  /// Requests that can wait for calls of the station at a time: they hold its slots.
  double most_calling(StationIndex station) const;
  bool is_queued(StationIndex station) const { return stations_[raw(station)].is_queued; }
  /// The caller's open breaker, where one stops the attempts of a station with one caller.
  std::optional<Breaker> open_breaker(StationIndex station) const;
  /// The station with the longest queue.
  std::string busiest() const;
  /// What a request of the source, which has one call, would meet from now on.
  Condition met_by(std::uint32_t source, sim::Time at) const;

  struct Listener {
    void observe(sim::Time, std::uint32_t) {}
  };
  using Context = sim::Context<FlowEvent, Listener>;
  /// The kernel's entry.
  void handle(Context& c, FlowEvent event);

 private:
  struct Change {
    std::uint32_t edge = 0, level = 0, lane = 0;
    double rate = 0;
  };
  struct PendingCondition {
    std::uint32_t station = 0;
    Condition condition;
  };
  struct PendingLoad {
    std::uint32_t source = 0;
    double factor = 1;
  };
  struct CallFate {
    double made = 1;  ///< chance that a request makes the call
    double fast = 1, ok = 1, fail = 0;
    double latency = 0, ok_time = 0, fail_time = 0;
  };

  struct CallRates {
    double success = 0, failure = 0, attempts = 0;
    double first = 0, first_wait = 0, later_wait = 0;  ///< waits: weighted by the successes
    double first_delay = 0, later_delay = 0, failure_delay = 0;  ///< weighted likewise
    std::array<double, 3> ended{};  ///< decided now: successes, failures, refused
    std::array<double, 3> left{};   ///< seconds until their caller knows, weighted by them
    double away = 0;                ///< seconds since the first attempt, weighted likewise
    double requests = 1;            ///< per call

    double all() const { return success + failure; }
  };

  // flow_plan.cpp: the fixed part, and the healthy steady state.
  void plan_edges();
  void plan_callers(std::uint32_t caller, std::uint32_t first_call, std::uint32_t call_count);
  void plan_end(EdgePlan& plan, const CallPolicy& policy);
  void send_elsewhere(const Call& call);
  void find_healthy_state();
  void forget_what_is_pending();
  void restore();

  // flow_engine.cpp: the loop, conditions, sources.
  void run_instant();
  void settle_soon(std::uint32_t station);
  void condition_set(const PendingCondition& pending);
  void load_set(const PendingLoad& pending);
  void step_source(std::uint32_t source);
  void offer(std::uint32_t source);

  void ask_at(std::uint32_t source, double rate);
  void after(double seconds, FlowEventType type, std::uint32_t subject,
             std::uint32_t generation = 0);
  sim::Time after(double seconds) const;
  void schedule(sim::Time at, FlowEventType type, std::uint32_t subject,
                std::uint32_t generation = 0);
  void change_rate(double delay, const Change& change);
  void set_rate(const Change& change);

  // flow_station.cpp: a station's queue.
  double busy_after(const StationState& s, double seconds) const;
  void bring_forward(std::uint32_t station);
  void settle(std::uint32_t station);
  void renew_capacity(std::uint32_t station);
  double attempts_of(std::uint32_t edge) const;
  double knocking_at(std::uint32_t edge) const;
  void count_arrivals(std::uint32_t station);
  void meet_fate(StationState& s, const Fate& fate) const;
  void renew_admission(std::uint32_t station);
  double share_taken_in(std::uint32_t station) const;
  bool sheds(std::uint32_t station) const;
  void record_arrivals(std::uint32_t station);
  void renew_regime(std::uint32_t station);
  void begin_queue(std::uint32_t station);
  void leave_queue(std::uint32_t station);
  void fill_slots(std::uint32_t station);
  void pass_records(std::uint32_t station);
  void pass_on_starts(std::uint32_t station);
  void send_calls(std::uint32_t station);
  bool is_worth_passing_on(std::uint32_t station, double change, double scale);
  double rest_after(const StationState& s) const;
  void station_rests(std::uint32_t station);
  void schedule_move(std::uint32_t station);
  static double next_record(const StationState& s, std::size_t index);
  double next_age_step(std::uint32_t station, double direction) const;
  void report_station(std::uint32_t station);

  // flow_replicas.cpp: replicas that fare differently, or come and go.
  double affected_share(std::uint32_t station) const;
  void renew_replicas(std::uint32_t station);
  double mean_timeout(std::uint32_t station) const;
  double ejected_by_probes(std::uint32_t station, std::size_t group, sim::Duration& notices) const;
  void watch_probes(std::uint32_t station);
  void probes_decide(std::uint32_t subject);
  void regroup_replicas(std::uint32_t station, double before);
  void watch_scaling(std::uint32_t station);
  void scales(std::uint32_t station);
  void replica_starts(std::uint32_t station);

  // flow_reset.cpp: requests and caches do not outlive their process.
  void cool_caches(std::uint32_t station, double share);
  void cache_warms(std::uint32_t edge);
  void end_requests(std::uint32_t station, double share);
  void empty_queue(std::uint32_t station);
  void reset_waiting(std::uint32_t edge);
  double waiting_of(std::uint32_t edge, std::uint32_t level) const;
  void come_back_at_once(std::uint32_t edge, std::uint32_t level, double attempts);

  // flow_edge.cpp: attempts, their fate, and what comes back.
  void decide(std::uint32_t edge);
  void peg(std::uint32_t edge);
  Outcome outcome_of(std::uint32_t edge) const;
  Outcome outcome_at_end(std::uint32_t edge) const;
  Waiting waiting_at(const StationState& s, std::uint32_t station, double arrival) const;
  double served_within(const StationState& s, std::uint32_t station, double seconds) const;
  void pass_on_failures(std::uint32_t edge);
  void pass_on(const Change& failing, double delay);
  double backoff(const Retry& retry, std::uint32_t level) const;
  double rounded(double delay, double step) const;
  void tell_caller(std::uint32_t edge);
  Ends ends_of(std::uint32_t edge, std::uint32_t level) const;
  Resolution resolution_of(std::uint32_t edge) const;
  double prospect_of(std::uint32_t station) const;
  void answers_seen(std::uint32_t edge);
  void renew_calls(std::uint32_t edge);

  // flow_expiry.cpp: requests that leave because somebody has given up.
  double head_of(std::uint32_t edge) const;
  double pace_with_leaving(std::uint32_t station);
  void begin_at_last_moment(std::uint32_t station, double share, double rate);
  double hold_until_leaving(std::uint32_t station, double calls) const;
  void drop_those_who_left(std::uint32_t station);
  double time_left(std::uint32_t station) const;
  void watch_patience(std::uint32_t station);
  void patience_turns(const Change& change);

  // flow_hedges.cpp: second attempts beside the first.
  void pass_on_hedges(std::uint32_t edge);
  Outcome hedged(std::uint32_t edge, Outcome outcome) const;

  // flow_calls.cpp: what becomes of a request's calls.
  CallFate fate_seen(const EdgePlan& plan, const EdgeState& e) const;
  CallFate fate_ahead(const EdgePlan& plan, const EdgeState& e) const;
  CallFate mean_fate(const std::vector<std::uint32_t>& edges, std::size_t& i,
                     bool begins_now) const;
  CallFate fate_of_all(const Call& call, const CallFate& one) const;
  CallFate fate_of_stage(const std::vector<std::uint32_t>& edges, std::size_t& i,
                         bool begins_now) const;
  CallsOutcome calls_outcome(std::uint32_t station, bool begins_now) const;

  // flow_population.cpp: users who wait do not ask.
  void count_users(std::uint32_t source);
  double thought(std::uint32_t source) const;
  void invite_users(std::uint32_t source, double wanted);
  void tell_users(std::uint32_t source, const CallRates& rates);
  void give_up_at_once(std::uint32_t source, double users);
  void users_return(std::uint32_t index);
  void renew_asking(std::uint32_t source);

  // flow_noise.cpp: steps of chance.
  void plan_noise();
  void begin_noise();
  void fluctuates();
  void draw_luck(std::uint32_t station);
  sim::Time at_step(sim::Time at) const;
  void note_loss(Report::Subject subject, std::uint32_t index, double good, double bad);

  // flow_limits.cpp: what callers forbid themselves.
  std::vector<std::uint32_t> limits_under_way() const;
  void resume_limits();
  void renew_budget(std::uint32_t edge);
  void budget_turns(std::uint32_t edge);
  double share_that_fits(std::uint32_t edge) const;
  double attempts_under_way(std::uint32_t edge) const;
  void watch_bulkhead(std::uint32_t edge);
  void bulkhead_turns(std::uint32_t edge);
  void watch_breaker(std::uint32_t edge);
  void breaker_turns(std::uint32_t edge);

  // flow_books.cpp: what customers get.
  void book_source(std::uint32_t source);
  void renew_source_rates(std::uint32_t source);
  void count_successes(double chance);
  double at_least(std::uint32_t least) const;
  void add_rates(std::uint32_t edge, CallRates& rates) const;
  static void add_call(const CallRates& rates, SourceState& s);
  void book_station(std::uint32_t station, double seconds, double busy);
  void spread_by_first_attempt(std::uint32_t source, double from);
  void finish_latencies();
  void book_lost(std::uint32_t edge, double attempts);
  void report_source(std::uint32_t source);
  void report(Report::Subject subject, std::uint32_t index, double loss, double& reported);

  double now() const { return static_cast<double>(now_.nanoseconds) * 1e-9; }
  bool is_source(std::uint32_t caller) const { return caller >= network_.stations.size(); }

  const Network& network_;
  std::vector<EdgePlan> edges_;
  std::vector<std::vector<std::uint32_t>> incoming_;  ///< edges by provider
  std::vector<std::vector<std::uint32_t>> outgoing_;  ///< edges by caller
  std::vector<ServiceProfile> profiles_;              ///< by station
  std::vector<bool> has_leaving_;                     ///< by station: from its queue
  std::vector<LevelState> levels_, healthy_levels_;
  std::vector<EdgeState> edge_states_, healthy_edges_;
  std::vector<StationState> stations_, healthy_stations_;
  std::vector<SourceState> sources_, healthy_sources_;
  std::vector<std::uint32_t> healthy_limits_;  ///< edges: under way in the healthy state

  sim::FutureEventList<FlowEvent> events_;
  std::optional<sim::Streams> streams_;
  std::optional<Context> context_;
  Kept<Change> changes_;
  std::vector<std::uint32_t> unsettled_;  ///< stations, in the order of disturbance
  Kept<PendingCondition> conditions_;
  Kept<PendingLoad> loads_;
  std::vector<Report> reports_;
  std::vector<double> successes_;              ///< chance of so many of a request's calls
  std::vector<Draws> arrivals_, completions_;  ///< by source, by station
  sim::Duration noise_step_{};
  bool is_noisy_ = false;
  Books books_;
  sim::Time now_{};
  double disturbed_at_ = 0;  ///< by the world
  std::uint64_t handled_ = 0;
  std::uint32_t sequence_ = 0;
  bool is_exhausted_ = false;
};

}  // namespace outcast::traffic::flow
