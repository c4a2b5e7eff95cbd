// The world of one replication: its state, and the handlers that change it.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "models/cascade/imagined.h"
#include "models/cascade/initiating_event.h"
#include "models/cascade/state.h"
#include "models/traffic/engine.h"

namespace outcast::cascade {

/// The mutable state of one replication and its event handlers.
/// Thread rule: one per thread, reused from replication to replication. Invariants: a handler
/// changes only the entity that its event names (the rest happens by scheduling); nothing that a
/// replication does depends on what this world did before; it costs what it touches.
class World {
 public:
  /// `pause` is called several times a second and may throw, which abandons the replication.
  explicit World(const Blueprint& blueprint, std::function<void()> pause = {});

  /// Runs one replication to its end. `observer` may be null.
  void replicate(std::uint64_t seed, std::uint64_t replication, Observer* observer,
                 const Imagined& imagined = {});
  /// The same with one incident instead of all that a campaign would bring.
  void replicate_incident(std::uint64_t seed, std::uint64_t replication,
                          const Initiation& initiation, const Imagined& imagined = {});
  /// The same as replicate(), and keeps what conditional estimation starts from: of every flawless
  /// change with probability `share`.
  void replicate_recorded(std::uint64_t seed, std::uint64_t replication, double share,
                          Background& background);
  /// The kernel's entry.
  void handle(Context& c, Event event);

  // What the replication left behind.
  const Tally& tally() const { return tally_; }
  const std::vector<Incident>& incidents() const { return incidents_; }
  sim::Touched<UnitState>& units() { return units_; }
  sim::Touched<CustomerState>& customers() { return customers_; }
  /// Indices into blueprint().customers, ascending: a fixed order for sums of doubles.
  std::vector<std::uint32_t> touched_customers() const;
  sim::Time end() const { return end_; }
  sim::Duration window() const { return window_.until.since(window_.from); }
  /// Events handled since the world was made.
  std::uint64_t events() const { return handled_; }
  const Blueprint& blueprint() const { return blueprint_; }
  /// Null where traffic is not modelled.
  const traffic::Engine* traffic() const { return traffic_.get(); }
  /// What became of the requests, those included that people held back. Only where there is
  /// traffic.
  const traffic::Books& books() const { return held_back_ ? *held_back_ : traffic_->books(); }

 private:
  // start.cpp: what is on the calendar at time zero.
  void reset();
  void close_books();
  void handle_response(Context& c, Event event);
  void schedule_start(Context& c);
  void open_window(const Context& c);
  void start_denied_roles(Context& c);
  void start_given_faults(Context& c);
  void start_given_fault(Context& c, std::uint32_t given);
  ServiceIndex given_service(std::uint32_t position) const;
  std::vector<UnitIndex> targets_of(Context& c, const GivenFault& given,
                                    std::uint32_t position) const;
  ServiceIndex any_service(const Context& c, std::uint32_t position) const;
  std::vector<UnitIndex> any_units(const Context& c, std::uint32_t position) const;
  void look_ahead(std::uint64_t seed, std::uint64_t replication);
  void start_companion(Context& c);
  void join_companion(Context& c, std::uint32_t incident);
  void crash_companion(Context& c, sim::Time at);
  void start_given_changes(Context& c);
  void start_campaign(Context& c);
  void run_to_end(std::uint64_t seed, std::uint64_t replication, Observer* observer);
  void schedule_process(Context& c, std::uint32_t process, UnitState& unit);
  void arise(Context& c, std::uint32_t process);

  // cascade.cpp: how losses spread along dependencies and pass again.
  UnitState& unit(UnitIndex u);
  void settle(Context& c, UnitState& u);
  void set_loss(Context& c, UnitState& u, Share loss);
  void account(Context& c, UnitState& u, Share loss);
  void spread_loss(Context& c, UnitState& u);
  void spread_recovery(Context& c, UnitState& u);
  void drop_old_losses(UnitState& u);
  std::uint32_t inflict(Context& c, UnitState& u, std::uint32_t edge, sim::Duration delay);
  std::uint32_t new_loss();
  void spend(std::uint32_t loss);
  void lose(Context& c, std::uint32_t loss);
  void regain(Context& c, std::uint32_t loss, std::uint32_t generation);
  bool fails(const system::Edge& edge);
  bool holds_again(const system::Edge& edge);
  void restart(Context& c, UnitState& u);
  bool may_start(UnitState& u);
  void begin_restart(Context& c, UnitState& u);
  bool has_turn(const UnitState& u) const;
  bool is_overtaking(const UnitState& u) const;
  void enter(UnitState& u, Phase phase);
  void wake_soon(Context& c, UnitState& u);
  void restarted(Context& c, UnitState& u, std::uint32_t generation);
  void come_up(Context& c, UnitState& u);
  void wake_waiting(Context& c);

  // faults.cpp: faults begin, end, and are failed over.
  std::uint32_t add_fault(UnitIndex unit, std::uint32_t mode);
  void schedule_fault(Context& c, std::uint32_t fault, sim::Time at);
  sim::Duration expiry_of(Context& c, const Fault& fault);
  std::uint32_t incident_of(Context& c, std::uint32_t fault);
  void start_fault(Context& c, std::uint32_t fault);
  void end_fault(Context& c, std::uint32_t fault);
  void attribute(Context& c, UnitState& u, std::uint32_t incident);
  std::uint32_t incident_upon(const UnitState& u) const;
  void call_off(std::uint32_t change);
  bool has_healthy_peer(UnitIndex u);
  void mask_fault(Context& c, std::uint32_t fault);
  const faults::FailureMode& mode_of(const Fault& fault) const;

  // incidents.cpp: an incident opens, is noticed, is told to customers, and ends.
  std::uint32_t open_incident(Context& c, UnitIndex root, std::uint32_t change);
  void note_affected(Context& c, std::uint32_t incident, UnitState& u, int sign);
  void note_watched(Context& c, std::uint32_t incident, const UnitState& u, int sign);
  void show(Context& c, UnitState& u, double visibility);
  void detect(Context& c, std::uint32_t incident, std::string_view by);
  void await_call(Context& c, std::uint32_t incident);
  void reported(Context& c, std::uint32_t incident);
  void notify(Context& c, std::uint32_t incident);
  void close_if_over(Context& c, std::uint32_t incident);

  // monitors.cpp: looks on a regular clock.
  void begin_watching(Context& c, std::uint32_t incident);
  void mark_recount(Context& c, std::uint32_t incident);
  void recount(Context& c, std::uint32_t incident);
  void schedule_look(Context& c, std::uint32_t incident, std::uint32_t monitor);
  void looked(Context& c, std::uint32_t watch, std::uint32_t generation);
  double hazard_per_look(const Watch& watch, std::uint32_t monitor);
  void schedule_false_alarm(Context& c, std::uint32_t monitor, std::uint32_t occurrence);
  void false_alarm(Context& c, std::uint32_t monitor, std::uint32_t occurrence);

  // response.cpp: crews, tools, diagnosis, remedies.
  void call_crew(Context& c, std::uint32_t incident);
  void take_crew(Context& c, std::uint32_t incident);
  void leave_crew(Context& c, std::uint32_t incident);
  void free_crew(Context& c, std::uint32_t pool);
  void occupy_crew(Context& c, std::uint32_t pool);
  bool has_free_crew(std::uint32_t pool) const;
  void begin_diagnosis(Context& c, std::uint32_t incident, bool without_tools);
  void begin_mending(Context& c, std::uint32_t incident, bool without_tools);
  void bypass_tools(Context& c, std::uint32_t incident);
  void wait_for_tools(Context& c, std::uint32_t incident, IncidentPhase phase);
  void fail_over(Context& c, std::uint32_t incident);
  void finish_mending(Context& c, std::uint32_t incident);
  void tools_changed(Context& c);
  bool is_up(ServiceIndex service);
  bool are_up(const std::vector<ServiceIndex>& services);
  bool has_tools(const Incident& incident);
  bool has_mending_tools(const Incident& incident);
  bool needs_people(const Incident& incident) const;
  bool is_idle(const Incident& incident) const;
  bool awaits_mending(const Fault& fault) const;
  std::string remedies_of(const Incident& incident) const;
  sim::Duration remedy_time(Context& c, const Incident& incident);

  // traffic.cpp: what faults do to requests, and what requests lose.
  sim::Time advance(Context& c, sim::Time until);
  void advance_traffic(Context& c, sim::Time until);
  void check_traffic_budget() const;
  sim::Time end_of_traffic() const;
  std::string last_heard() const;
  bool is_station(UnitIndex u) const;
  bool is_source(std::uint32_t node) const;
  Share own_loss_of(const Fault& fault) const;
  traffic::Condition condition_of(const UnitState& u) const;
  void tell_traffic(Context& c, const UnitState& u);
  void traffic_reports(Context& c, std::uint32_t report);
  void schedule_spikes(Context& c);
  void note_trigger(Context& c, int sign);
  void judge_trigger(Context& c, std::uint32_t times, std::uint32_t generation);
  void book_requests_lost(sim::Time now);
  double requests_lost() const;
  double customers_lose(std::uint32_t source) const;
  std::uint32_t open_overload(Context& c, UnitIndex root);

  // throttle.cpp: people hold back load that the system cannot bear.
  void await_overload(Context& c, std::uint32_t incident);
  void await_overloads(Context& c);
  void judge_overload(Context& c, std::uint32_t incident);
  bool needs_throttle(std::uint32_t incident) const;
  bool are_customers_losing() const;
  bool is_anybody_to_throttle();
  void begin_throttling(Context& c, std::uint32_t incident);
  void schedule_cut(Context& c);
  void cut_load(Context& c);
  void let_in_more(Context& c);
  void set_let_in(Context& c, double share);
  void schedule_step(Context& c, sim::Duration delay);
  void hear_of_losses(Context& c);
  void end_throttling(Context& c);
  void call_off_throttle(Context& c);
  void hold_back(sim::Time now);
  void close_holds();
  double lost_by(std::uint32_t source) const;
  std::vector<std::uint32_t> sources_in_trouble();

  // customers.cpp: what customers lose.
  void mark_customers(Context& c, UnitState& u);
  double loss_of(const CustomerNode& node);
  void look_at_customers(Context& c, std::uint32_t node);
  void book_customers(CustomerState& state, sim::Time until);
  void close_customers();
  void hit(Context& c, CustomerState& state);
  void switch_customers(Context& c, std::uint32_t node);
  void release_customers(Context& c);

  // arrivals.cpp: changes are made.
  void schedule_arrival(Context& c, std::uint32_t team);
  void arrive(Context& c, std::uint32_t team);
  void draw_change(Context& c, ChangeState& change);
  void draw_errors(Context& c, ChangeState& change, const change::GivenChange* given);
  void draw_defect(Context& c, ChangeState& change);
  void strike_later(ChangeState& change, const OutcomePlan& outcome, sim::Stream& stream) const;
  void keep_moment(Context& c, ChangeState& change);
  void receive(Context& c, std::uint32_t change);

  // initiation.cpp: a replication that begins with one incident.
  void start_initiating_event(Context& c);
  void make_initiating_change(Context& c);
  void add_background(const Context& c, change::Visible& visible) const;

  // gates.cpp: a change meets the safeguards before production.
  enum class Passage { passed, passed_later, held, stopped };
  void propose(Context& c, std::uint32_t change);
  void proceed(Context& c, std::uint32_t change);
  Passage pass(Context& c, std::uint32_t change, std::size_t safeguard);
  bool role_forbids(Context& c, std::uint32_t change);
  void refuse(Context& c, std::uint32_t change, std::string_view by, std::string_view reason);
  change::Request request_of(const ChangeState& change) const;
  change::Visible visible_to(Context& c, const ChangeState& change) const;
  const ReachOfRole* reach_of(const ChangeState& change) const;
  std::vector<UnitIndex> units_named_by(const ChangeState& change) const;
  std::string name_of(std::uint32_t change) const;

  // rollout.cpp: a change reaches production in waves.
  void deploy(Context& c, std::uint32_t change);
  void deploy_wave(Context& c, std::uint32_t change);
  void baked(Context& c, std::uint32_t change);
  bool is_stopped(Context& c, std::uint32_t change);
  void objection(Context& c, std::uint32_t change, bool is_harmful);
  void roll_back(Context& c, std::uint32_t change);
  void ship(Context& c, std::uint32_t change);
  std::size_t wave_size(const ChangeState& change) const;
  sim::Duration wave_gap(Context& c, const ChangeState& change) const;
  void strike(Context& c, std::uint32_t change, UnitIndex unit);

  // black_start.cpp: services that wait for each other in a circle.
  void set_in_motion(Context& c, sim::Duration delay, EventType type, sim::Origin origin,
                     std::uint32_t subject, std::uint32_t generation = 0);
  void come_to_rest(Context& c);
  void look_for_circle(Context& c);
  bool schedule_black_start(Context& c);
  void black_start(Context& c);
  std::vector<bool> explained();
  bool may_start_but_for(const UnitState& u, const std::vector<bool>& is_marked);
  std::vector<std::uint32_t> circle();

  sim::Origin origin(UnitState& u) { return {system::raw(u.unit), u.sequence}; }
  sim::Origin origin_of_incident(std::uint32_t i) {
    return {origins_.dynamic + 2 * i, incidents_[i].sequence};
  }
  sim::Origin origin_of_change(std::uint32_t i) {
    return {origins_.dynamic + 2 * i + 1, changes_[i].sequence};
  }
  sim::Origin origin_of_world() { return {origins_.world, world_sequence_}; }
  /// Schedules what `origin` causes, `delay` from now.
  void after(Context& c, sim::Duration delay, EventType type, sim::Origin origin,
             std::uint32_t subject, std::uint32_t generation = 0);
  void tell_incident(Context& c, std::uint32_t incident, std::string text);
  void tell(Context& c, std::string_view topic, std::string subject, std::string text);

  /// Where each kind of entity begins in the order of origins; units come first.
  struct Origins {
    std::uint32_t customers = 0, teams = 0, crews = 0, world = 0, dynamic = 0;
  };

  const Blueprint& blueprint_;
  sim::FutureEventList<Event> events_;
  sim::Touched<UnitState> units_;
  sim::Touched<RequirementState> requirements_;
  sim::Touched<CustomerState> customers_;
  std::vector<Loss> losses_;
  std::vector<std::uint32_t> free_losses_, still_felt_;
  std::vector<Turns> turns_;  ///< by service; empty: nobody has a limit
  std::vector<UnitIndex>
      waiting_;  ///< units in phase waiting, in the order in which they began to wait
  std::vector<Fault> faults_;
  std::vector<Incident> incidents_;
  std::vector<Watch> watches_;  ///< incident x monitor
  std::vector<ChangeState> changes_;
  std::vector<TeamState> teams_;
  std::vector<CrewPool> crews_;
  sim::Touched<ProcessState> process_faults_;
  std::vector<std::uint32_t> changes_by_author_;
  std::uint32_t customers_affected_ = 0;
  std::vector<Share> losses_of_services_;  ///< scratch, so that a look allocates nothing
  std::vector<std::uint32_t> open_;        ///< incidents that are not over, oldest first
  Tally tally_;
  sim::Time end_{};
  sim::Time next_restart_{};
  struct OpenWindow {
    sim::Time from{}, until{};
  } window_;
  std::unique_ptr<traffic::Engine> traffic_;    ///< empty: not modelled
  std::vector<traffic::Condition> conditions_;  ///< by station, as the engine was told
  struct Trigger {
    std::uint32_t causes = 0;  ///< stations that do not serve as usual, spikes that are on
    std::uint32_t generation = 0;
    sim::Time began{};
    double lost_before = 0;   ///< share of requests
    double lost_seconds = 0;  ///< share of requests x time, since the last look
    sim::Time booked_until{}, watched_since{};
  } traffic_trigger_;
  std::vector<double> source_loss_;  ///< share of each source's requests that were let in
  std::vector<double> lease_loss_;   ///< share of each source's users without a lease
  std::vector<double> let_in_;       ///< share of each source's load
  ThrottleState throttle_;
  std::vector<HeldBack> holds_;
  std::optional<traffic::Books> held_back_;  ///< the engine's, and requests that were held back
  std::vector<traffic::Report> heard_;       ///< what the engine said
  const Initiation* initiation_ = nullptr;
  Imagined imagined_{};
  struct Record {
    Background* background = nullptr;
    double share = 0;
  } record_;
  std::uint64_t handled_ = 0;
  std::function<void()> pause_;
  std::uint32_t ai_incidents_ = 0;
  sim::Time last_ai_incident_ = sim::Time::never();
  std::uint32_t world_sequence_ = 0;
  Origins origins_;
  std::uint32_t trigger_ = none;   ///< the incident that the given faults share
  std::uint32_t in_motion_ = 0;    ///< scheduled steps of recovery
  bool awaits_companion_ = false;  ///< that crashes after the first fault
  bool is_tools_change_due_ = false, is_wake_due_ = false, is_black_start_due_ = false;
};

}  // namespace outcast::cascade
