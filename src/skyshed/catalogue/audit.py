"""Look the catalogue over: what it rests on, where it contradicts itself, what is missing.

The findings are plain data; the command line prints them.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from skyshed.catalogue import loader
from skyshed.catalogue.fields import PLACEHOLDERS
from skyshed.catalogue.model import (
    RANGE_SCATTER,
    ProtectionEntry,
    RadarEntry,
    RecordEntry,
    ReferencePair,
    Statement,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.own_files import Extra
from skyshed.catalogue.people import in_units_of_people
from skyshed.catalogue.sanity import faults
from skyshed.errors import CatalogueError
from skyshed.uncertainty.parameter import BASES, GRADES, Parameter
from skyshed.units import format_quantity

#: Kinds of finding, in the order in which `audit` lists them.
FINDINGS = (
    "broken",
    "fault",
    "basis",
    "grade",
    "contradiction",
    "competing",
    "not_computable",
    "weak_anchor",
    "weak_headline",
    "agreement",
    "unused_source",
)
_READ = ("excerpt", "listing")
_HEADLINE = ("antenna_height_m", "platform_altitude_m", "instrumented_range_m")


@dataclass(frozen=True)
class Finding:
    """One thing the audit found.

    `kind` is one of `FINDINGS`, `subject` an entry, basis, grade or source, `text` a sentence for
    people, `figures` the numbers behind it (SI units).
    """

    kind: str
    subject: str
    text: str
    figures: Mapping[str, float] = field(default_factory=dict)


def audit(*, extra: Extra = None) -> list[Finding]:
    """Examine all entries.

    Parameters
    ----------
    extra : Path or tuple of Path, optional
        Further catalogue files, or folders of them, examined too.

    Returns
    -------
    list of Finding
        In the order of `FINDINGS`, within a kind by subject.
    """
    entries: list[loader.Entry] = []
    found: list[Finding] = []
    for name, read in loader.read_files(extra=extra):
        if isinstance(read, CatalogueError):
            found.append(Finding("broken", name, str(read)))
        else:
            entries.extend(read.values())
    entries.sort(key=lambda entry: entry.id)
    values = [value for entry in entries for value in _values(entry)]
    known = None if found else extra  # what a file cites that cannot be read is not known
    found += [*_counts(values), *_unused_sources(values, known)]
    for entry in entries:
        found.extend(Finding("fault", entry.id, fault.text) for fault in faults(entry))
        found.extend(_never_read(entry, extra))
        found.extend(_competing(entry))
        if isinstance(entry, RadarEntry):
            found.extend(_radar_findings(entry))
        elif isinstance(entry, TargetEntry):
            found.extend(_target_findings(entry))
    return sorted(found, key=lambda finding: FINDINGS.index(finding.kind))


def predicted_range_m(anchor: ReferencePair, sigma_m2: float) -> float:
    """Range of the fourth-root law for another cross-section, from the nominal pair. [m]"""
    return anchor.range_m.nominal * math.sqrt(math.sqrt(sigma_m2 / anchor.sigma_m2.nominal))


def _values(entry: loader.Entry) -> Iterator[Parameter | Statement]:
    """Every number and statement of an entry, each once."""
    if isinstance(entry, SystemEntry):
        yield from (*entry.parameters.values(), *entry.readiness.values())
        yield from entry.statements.values()
        own = (missile for missile in entry.missiles.values() if missile.system == entry.id)
        for missile in own:
            yield from missile.parameters.values()
            yield from missile.statements.values()
    elif isinstance(entry, RadarEntry):
        yield from (*entry.parameters.values(), *entry.mounts.values(), *entry.absolute.values())
        yield from entry.statements.values()
        for pair in entry.pairs:
            yield from (pair.sigma_m2, pair.range_m)
    elif isinstance(entry, ProtectionEntry | RecordEntry):
        yield from entry.parameters.values()
        yield from entry.statements.values()
    else:
        yield from entry.kinematics.values()
        yield from {id(cell): cell for cell in entry.rcs_m2.values()}.values()
        for added in entry.configurations.values():
            yield from added.values()


def _counts(values: list[Parameter | Statement]) -> Iterator[Finding]:
    for kind, names in (("basis", BASES), ("grade", GRADES)):
        counter = Counter(getattr(value, kind) for value in values)
        for name in names:
            number, share = counter[name], counter[name] / len(values)
            text = f"{number} of {len(values)} values have {kind} {name}"
            yield Finding(kind, name, text, {"number": number, "share": share})


def _unused_sources(values: list[Parameter | Statement], extra: Extra) -> Iterator[Finding]:
    cited = {source for value in values for source in value.sources}
    for source_id in sorted(set(loader.sources(extra=extra)) - cited - PLACEHOLDERS):
        yield Finding("unused_source", source_id, f"no entry cites the source {source_id}")


def _never_read(entry: loader.Entry, extra: Extra) -> Iterator[Finding]:
    """Published values of which no source was read, not even in a compilation."""
    bibliography = loader.sources(extra=extra)
    for value in _values(entry):
        read = (bibliography[source].access in _READ for source in value.sources)
        if value.basis == "published" and not any(read):
            text = f"the {value.label} is called published, but none of its sources was read"
            yield Finding("fault", entry.id, text)


def _competing(entry: loader.Entry) -> Iterator[Finding]:
    for value in _values(entry):
        if len(value.values) < 2:
            continue
        if isinstance(value, Parameter):
            stated = [in_units_of_people(number, value.unit) for number in value.values]
        else:
            stated = list(value.values)
        text = f"competing values of the {value.label}: {', '.join(stated)}"
        yield Finding("competing", entry.id, text)


def _radar_findings(radar: RadarEntry) -> Iterator[Finding]:
    anchors = radar.calibration_pairs
    if not anchors:
        yield Finding(
            "not_computable", radar.id, f"{radar.name} has no reference pair that may calibrate it"
        )
    for anchor in anchors:
        if anchor.basis != "published":
            text = f"{_quotation(anchor)}, which anchors {radar.name}, is {anchor.basis}"
            yield Finding("weak_anchor", radar.id, f"{text} (grade {anchor.grade})")
        for pair in radar.pairs:
            if pair is not anchor and pair.use in ("check", "instrumented"):
                yield _comparison(radar, anchor, pair)
    for pair in radar.pairs:
        yield from _cap_findings(radar, pair)
    for key in _HEADLINE:
        if key in radar.parameters and _is_weak(radar.parameters[key]):
            yield _weak(radar.id, radar.parameters[key])


def _cap_findings(radar: RadarEntry, pair: ReferencePair) -> Iterator[Finding]:
    """Pairs against the range to which the radar shows anything at all."""
    cap = radar.parameters["instrumented_range_m"]
    figures = {"range_m": pair.range_m.nominal, "cap_m": cap.nominal}
    if pair.range_m.low > cap.high:
        text = f"{_quotation(pair)} lies beyond the instrumented range of {radar.name}"
        yield Finding("contradiction", pair.id, text, figures)
    elif pair.use == "calibrate" and pair.range_m.nominal >= 0.98 * cap.nominal:
        text = f"{_quotation(pair)} equals the instrumented range and should not calibrate"
        yield Finding("contradiction", pair.id, text, figures)


def _comparison(radar: RadarEntry, anchor: ReferencePair, pair: ReferencePair) -> Finding:
    """A pair against the fourth-root law from the anchor, within the scatter of quotations.

    A pair at the instrumented range is a cap: it contradicts only what falls short of it.
    """
    low = (1.0 - RANGE_SCATTER) * predicted_range_m(anchor, pair.sigma_m2.low)
    nominal = predicted_range_m(anchor, pair.sigma_m2.nominal)
    high = (1.0 + RANGE_SCATTER) * predicted_range_m(anchor, pair.sigma_m2.high)
    short = high < pair.range_m.low
    far = low > pair.range_m.high and pair.use == "check"
    if short:
        verdict = "is out of its reach"
    elif far:
        verdict = "falls short of that"
    else:
        verdict = "agrees" if pair.use == "check" else "can be a cap"
    text = (
        f"{radar.name}: {_quotation(anchor)} predicts {_kilometres(nominal)} for "
        f"{format_quantity(pair.sigma_m2.nominal, 'm^2')}; the quoted "
        f"{_kilometres(pair.range_m.nominal)} {verdict}"
    )
    if anchor.compilation == pair.compilation:
        text += " (both from one compilation)"
    figures = {"predicted_m": nominal, "quoted_m": pair.range_m.nominal}
    kind = "contradiction" if short or far else "agreement"
    return Finding(kind, pair.id, text, figures)


def _target_findings(target: TargetEntry) -> Iterator[Finding]:
    cells = list({id(cell): cell for cell in target.rcs_m2.values()}.values())
    weak = sum(_is_weak(cell) for cell in cells)
    if weak:
        text = f"{weak} of {len(cells)} cross-sections of {target.name} are unverified or grade D"
        figures = {"number": weak, "share": weak / len(cells)}
        yield Finding("weak_headline", target.id, text, figures)


def _is_weak(parameter: Parameter) -> bool:
    return parameter.basis in ("unverified", "assumed") or parameter.grade == "D"


def _weak(subject: str, parameter: Parameter) -> Finding:
    text = f"the {parameter.label} is {parameter.basis} (grade {parameter.grade})"
    return Finding("weak_headline", subject, text)


def _quotation(pair: ReferencePair) -> str:
    sigma = format_quantity(pair.sigma_m2.nominal, "m^2")
    return f"the quotation {sigma} at {_kilometres(pair.range_m.nominal)}"


def _kilometres(range_m: float) -> str:
    return f"{range_m / 1000.0:.0f} km"
