// Distributions as people write them: {"lognormal": {"median": "40m", "p90": "3h"}}.
#include <algorithm>
#include <cmath>

#include "models/document/forms.h"

namespace outcast::document {
namespace {

using Parameters = std::optional<sim::DistributionParameters>;

/// The standard normal distribution's 90 % quantile.
constexpr double z90 = 1.2815515655446004;

/// A time of a distribution, in seconds.
struct Seconds {
  double value = 0;
};

}  // namespace

template <>
struct Form<Seconds> {
  static void read(Reader& reader, Value value, Seconds& out, const Range& range) {
    sim::Duration duration;
    Form<sim::Duration>::read(reader, value, duration, range);
    out.value = static_cast<double>(duration.nanoseconds) / 1e9;  // the nearest double
  }
  static Schema schema(Definitions& definitions, const Range& range) {
    return Form<sim::Duration>::schema(definitions, range);
  }
  static std::string standard(Seconds) { return {}; }
};

namespace {

struct FixedForm {
  Seconds value;
  Parameters parameters(Reader&, Value) const { return sim::Fixed{value.value}; }
};
template <class V>
void describe(V& v, FixedForm& f) {
  v.object("fixed", "Always the same time");
  v.required("value", f.value, "The time");
}

struct ExponentialForm {
  Seconds mean;
  Parameters parameters(Reader&, Value) const { return sim::Exponential{mean.value}; }
};
template <class V>
void describe(V& v, ExponentialForm& f) {
  v.object("exponential", "Memoryless");
  v.required("mean", f.mean, "Mean", above_zero);
}

struct LognormalForm {
  std::optional<Seconds> median, p90, mean;
  std::optional<double> sigma;
  Parameters parameters(Reader& reader, Value at) const;
};
template <class V>
void describe(V& v, LognormalForm& f) {
  v.object("lognormal", "Its logarithm is normal: median or mean, with p90 or sigma");
  v.optional("median", f.median, "Half of the values are below it", above_zero);
  v.optional("p90", f.p90, "Nine tenths of the values are below it", above_zero);
  v.optional("sigma", f.sigma, "Standard deviation of the logarithm", above_zero);
  v.optional("mean", f.mean, "Mean", above_zero);
}

/// mean = median exp(sigma^2 / 2) and p90 = median exp(z90 sigma): the smaller of the two
/// solutions.
Parameters from_mean_and_p90(double mean, double p90, Reader& reader, Value at) {
  const double ratio = std::log(p90 / mean);
  const double root = z90 * z90 - 2 * ratio;
  if (ratio <= 0 || root < 0) {
    reader.report(at.nearest("p90"), "no lognormal has this mean and p90",
                  "p90 must be above the mean and at most 2.27 times it");
    return std::nullopt;
  }
  const double sigma = z90 - std::sqrt(root);
  return sim::Lognormal{mean * std::exp(-sigma * sigma / 2), sigma};
}

Parameters LognormalForm::parameters(Reader& reader, Value at) const {
  if (median.has_value() == mean.has_value() || p90.has_value() == sigma.has_value()) {
    reader.report(at, "a lognormal takes two parameters",
                  "median or mean, together with p90 or sigma");
    return std::nullopt;
  }
  if (mean && p90) return from_mean_and_p90(mean->value, p90->value, reader, at);
  if (mean) return sim::Lognormal{mean->value * std::exp(-*sigma * *sigma / 2), *sigma};
  if (sigma) return sim::Lognormal{median->value, *sigma};
  if (p90->value > median->value)
    return sim::Lognormal{median->value, std::log(p90->value / median->value) / z90};
  reader.report(at.nearest("p90"), "p90 must be above the median");
  return std::nullopt;
}

/// Weibull and gamma take a shape and either the scale or the mean.
template <class Law>
struct ShapeForm {
  std::optional<double> shape;
  std::optional<Seconds> scale, mean;
  Parameters parameters(Reader& reader, Value at) const;
};
double mean_at_scale_1(const sim::Weibull& law) { return std::tgamma(1 + 1 / law.shape); }
double mean_at_scale_1(const sim::Gamma& law) { return law.shape; }

constexpr std::string_view name_of(const sim::Weibull&) { return "weibull"; }
constexpr std::string_view name_of(const sim::Gamma&) { return "gamma"; }

template <class V, class Law>
void describe(V& v, ShapeForm<Law>& f) {
  v.object(name_of(Law{}), "A shape, with the scale or the mean");
  v.required("shape", f.shape, "Shape, a plain number", above_zero);
  v.optional("scale", f.scale, "Scale", above_zero);
  v.optional("mean", f.mean, "Mean", above_zero);
}

template <class Law>
Parameters ShapeForm<Law>::parameters(Reader& reader, Value at) const {
  if (!shape) return std::nullopt;
  if (scale.has_value() == mean.has_value()) {
    reader.report(at, "give the scale or the mean", "one of them sets the other");
    return std::nullopt;
  }
  if (scale) return Law{*shape, scale->value};
  const double fitted = mean->value / mean_at_scale_1(Law{*shape, 1});
  if (std::isnormal(fitted)) return Law{*shape, fitted};
  reader.report(at.nearest("shape"), "the shape is too extreme for a given mean");
  return std::nullopt;
}

struct ParetoForm {
  std::optional<double> shape;
  Seconds scale;
  Parameters parameters(Reader&, Value) const {
    return shape ? Parameters(sim::Pareto{*shape, scale.value}) : std::nullopt;
  }
};
template <class V>
void describe(V& v, ParetoForm& f) {
  v.object("pareto", "P(X > x) = (scale / x)^shape");
  v.required("shape", f.shape, "Shape, a plain number", above_zero);
  v.required("scale", f.scale, "Least value", above_zero);
}

struct TriangularForm {
  Seconds low, mode, high;
  Parameters parameters(Reader& reader, Value at) const {
    if (low.value <= mode.value && mode.value <= high.value && low.value < high.value)
      return sim::Triangular{low.value, mode.value, high.value};
    reader.report(at, "low, mode and high must rise");
    return std::nullopt;
  }
};
template <class V>
void describe(V& v, TriangularForm& f) {
  v.object("triangular", "Between low and high, most often near the mode");
  v.required("low", f.low, "Least value");
  v.required("mode", f.mode, "Most likely value");
  v.required("high", f.high, "Greatest value");
}

struct UniformForm {
  Seconds low, high;
  Parameters parameters(Reader& reader, Value at) const {
    if (low.value < high.value) return sim::Uniform{low.value, high.value};
    reader.report(at, "low must be below high");
    return std::nullopt;
  }
};
template <class V>
void describe(V& v, UniformForm& f) {
  v.object("uniform", "Evenly between low and high");
  v.required("low", f.low, "Least value");
  v.required("high", f.high, "Greatest value");
}

struct EmpiricalForm {
  std::vector<Seconds> values;
  Parameters parameters(Reader& reader, Value at) const {
    if (values.empty()) {
      reader.report(at.nearest("values"), "an empirical distribution needs values");
      return std::nullopt;
    }
    sim::Empirical law;
    for (const Seconds& seconds : values) law.values.push_back(seconds.value);
    std::ranges::sort(law.values);
    return law;
  }
};
template <class V>
void describe(V& v, EmpiricalForm& f) {
  v.object("empirical", "Observed values, each as likely as the other");
  v.required("values", f.values, "The values");
}

template <class F>
Parameters read_law(Reader& reader, Value value) {
  const std::size_t problems = reader.problems.size();
  F form;
  read_object(reader, value, form);
  return reader.problems.size() == problems ? form.parameters(reader, value) : std::nullopt;
}

struct Law {
  std::string_view name;
  Parameters (*read)(Reader&, Value);
  Schema (*schema)(Definitions&);
};

template <class F>
constexpr Law law(std::string_view name) {
  return {name, read_law<F>, object_schema<F>};
}

constexpr std::array laws = {law<FixedForm>("fixed"),
                             law<ExponentialForm>("exponential"),
                             law<LognormalForm>("lognormal"),
                             law<ShapeForm<sim::Weibull>>("weibull"),
                             law<ShapeForm<sim::Gamma>>("gamma"),
                             law<ParetoForm>("pareto"),
                             law<TriangularForm>("triangular"),
                             law<UniformForm>("uniform"),
                             law<EmpiricalForm>("empirical")};

constexpr auto law_names() {
  std::array<std::string_view, laws.size()> names;
  std::ranges::transform(laws, names.begin(), &Law::name);
  return names;
}

Parameters read_named_law(Reader& reader, Value value) {
  static constexpr auto names = law_names();
  if (value.size() != 1) {
    reader.report(value, "a distribution names exactly one law",
                  "as in {\"lognormal\": {\"median\": \"40m\", \"p90\": \"3h\"}}",
                  did_you_mean("", names));
    return std::nullopt;
  }
  const Value parameters = value[0];
  for (const Law& law : laws)
    if (law.name == parameters.key()) return law.read(reader, parameters);
  reader.problems.add({parameters.key_position(),
                       "unknown distribution " + quoted(parameters.key()),
                       {},
                       did_you_mean(parameters.key(), names)});
  return std::nullopt;
}

Parameters read_parameters(Reader& reader, Value value, const Range& range) {
  if (value.is(ValueKind::object)) return read_named_law(reader, value);
  if (!value.is(ValueKind::string) && !value.is(ValueKind::number)) {
    reader.expected(value, "a duration such as \"90s\", or a distribution");
    return std::nullopt;
  }
  const std::size_t problems = reader.problems.size();
  Seconds fixed;
  Form<Seconds>::read(reader, value, fixed, range);
  return reader.problems.size() == problems ? Parameters(sim::Fixed{fixed.value}) : std::nullopt;
}

Schema distribution_schema(Definitions& definitions) {
  std::vector<Schema> forms{Form<sim::Duration>::schema(definitions, unlimited)};
  for (const Law& law : laws) {
    Schema form = Schema::of_type("object");
    forms.push_back(form.property(law.name, law.schema(definitions)).require(law.name).close());
  }
  return Schema::any_of(forms).set("description", "A time: fixed, or drawn from a distribution");
}

}  // namespace

void Form<sim::Distribution>::read(Reader& reader, Value value, sim::Distribution& out,
                                   const Range& range) {
  const Parameters parameters = read_parameters(reader, value, range);
  if (!parameters) return;
  out = sim::Distribution(*parameters);
  if (!range.contains(out.mean())) reader.report(value, "the mean is out of range", range.rule());
}

Schema Form<sim::Distribution>::schema(Definitions& definitions, const Range&) {
  if (!definitions.has("distribution"))
    definitions.add("distribution", distribution_schema(definitions));
  return Schema::reference("distribution");
}

std::string Form<sim::Distribution>::standard(const sim::Distribution& value) {
  if (!value.is_fixed()) return {};
  return '"' + to_text(sim::Duration::from_seconds(value.mean())) + '"';
}

}  // namespace outcast::document
