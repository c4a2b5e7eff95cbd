"""What a cell's series say in brief: success before, during and after the fault."""

from parameters import headroom, seconds

WARM_UP = 2  # seconds
UNTOUCHED = 1  # second: what begins less than that before the fault may meet it
RECOVERED = 0.95  # of the success rate before the fault
METASTABLE = 0.5  # success long after the fault


def phases(cell):
    """{name: (first second, end)}; the last one is the second half of the time after the fault."""
    lasts = int(seconds(cell["lasts"]))
    if "fault" not in cell:
        return {"before": (WARM_UP, lasts)}
    at = int(seconds(cell["fault"]["at"]))
    end = at + int(seconds(cell["fault"]["lasts"]))
    return {"before": (WARM_UP, at - UNTOUCHED), "during": (at, end),
            "after": ((end + lasts) // 2, lasts)}


def share(series, first, end):
    """Requests begun in these seconds that succeeded, of all begun."""
    return sum(series["ok"][first:end]) / max(1, sum(series["offered"][first:end]))


def recovered_after(cell, series, before):
    """Seconds from the fault's end until success stays; None: never."""
    lasts = int(seconds(cell["lasts"]))
    end = phases(cell)["during"][1]
    good = [share(series, second, second + 1) >= RECOVERED * before
            for second in range(end, lasts)]
    bad = [second for second, is_good in enumerate(good) if not is_good]
    first = bad[-1] + 1 if bad else 0
    return first if first < len(good) else None


def summary(cell, measured):
    series = measured["series"]
    result = {"headroom": headroom(cell)}
    for name, (first, end) in phases(cell).items():
        result[name] = {"from": first, "to": end, "success": share(series, first, end),
                        "goodput": sum(series["answered_ok"][first:end]) / (end - first),
                        "attempts": sum(series["attempts_ended"][first:end]) / (end - first)}
    if "fault" in cell:
        result["recovered_after"] = recovered_after(cell, series, result["before"]["success"])
        result["is_metastable"] = result["after"]["success"] < METASTABLE
    return result


def row(name, brief, measured):
    def success(phase):
        return f"{100 * brief[phase]['success']:6.1f} %" if phase in brief else "       -"

    after = brief.get("recovered_after", 0)
    verdict = ("-" if "is_metastable" not in brief else
               "stays down" if brief["is_metastable"] else
               "not wholly" if after is None else f"after {after} s")
    return (f"{name:12} {brief['headroom']:8.2f}  {success('before')}  {success('during')}  "
            f"{success('after')}  {verdict:12} {1000 * measured['lateness']['p99']:6.1f} ms"
            f"  {100 * measured['processors']['used_by_all']:4.0f} %")


HEADER = ("cell         headroom    before    during     after  recovery     late p99   CPU")
