"""Print the audit of the catalogue, and say by the exit code whether it is sound."""

from itertools import groupby

import typer

from skyshed.catalogue.own_files import Extra

_HEADINGS = {
    "broken": "Files that cannot be read",
    "fault": "Values that cannot be",
    "basis": "What the values rest on",
    "grade": "Grades (A best, D assumption)",
    "contradiction": "Contradictions",
    "competing": "Competing values, kept side by side",
    "not_computable": "Not computable",
    "weak_anchor": "Ranges that rest on weak quotations",
    "weak_headline": "Headline numbers that are unverified, assumed or grade D",
    "agreement": "Quotations that agree",
    "unused_source": "Sources that nothing cites",
}
_UNSOUND = ("broken", "fault", "unused_source")


def audit_all(extra: Extra) -> None:
    """Print the findings of the audit by kind, and a last line that says whether it is sound.

    Raises
    ------
    typer.Exit
        With code 1 if a file cannot be read, a value cannot be, or nothing cites a source.
    """
    from skyshed.catalogue.audit import audit

    findings = audit(extra=extra)
    for kind, group in groupby(findings, key=lambda finding: finding.kind):
        typer.echo(_HEADINGS.get(kind, kind))
        for finding in group:
            typer.echo(f"  {finding.text}")
    unsound = [finding for finding in findings if finding.kind in _UNSOUND]
    if unsound:
        typer.echo(f"not sound: {len(unsound)} to mend (files, values that cannot be, sources)")
        raise typer.Exit(1)
    typer.echo(
        "sound: every value has a basis, a grade and a source that is in the bibliography, every"
        " interval holds its value, and every source is cited"
    )
