"""Which group of unknowns decides the answers of a study: `skyshed sensitivity`."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.aligned import under_each_other
from skyshed.cli.progress import progress_shown
from skyshed.cli.running import DEFAULT_FOLDER, check_writable
from skyshed.scenario.loader import load_study
from skyshed.scenario.questions import asked_readings
from skyshed.scenario.settings import study_text, with_settings

if TYPE_CHECKING:
    from skyshed.analysis.sensitivity_results import QuestionSensitivity, SensitivityResult

_MOST_SINGLE = 10


def sensitivity_command(
    name: str,
    out: Path | None,
    *,
    questions: tuple[str, ...],
    sobol: bool,
    draws: int | None,
    precision: float | None,
    seed: int | None,
    terrain: Path | None,
    workers: int | None,
    replace: bool,
    quiet: bool,
) -> None:
    """Compute shares of the spread, print tables and write a result folder.

    Raises
    ------
    SkyshedError
        If something is not there, not computable, or cannot be written.
    """
    study = with_settings(load_study(name), seed=seed, terrain=terrain)
    asked_readings(study, questions)  # what can fail early fails before heavy parts load
    from skyshed.analysis.sensitivity import (
        DRAWS,
        PRECISION,
        SensitivityOrder,
        check_order,
        run_sensitivity,
    )

    order = SensitivityOrder(
        questions,
        DRAWS if draws is None else draws,
        PRECISION if precision is None else precision,
        sobol,
    )
    check_order(study, order)
    folder = DEFAULT_FOLDER / f"{study.name}-sensitivity" if out is None else out
    check_writable(folder, replace=replace)
    with progress_shown(quiet=quiet) as progress:
        result = run_sensitivity(study, order, workers=workers, progress=progress)
        progress("writing the report", 0, 1)
        from skyshed.output.sensitivity_folder import write_sensitivity

        report = write_sensitivity(
            result,
            study_text(study),
            folder,
            repeat=_repeat(order.questions, order.draws, order.precision, sobol=sobol),
            command=["skyshed", *sys.argv[1:]],
            replace=replace,
        )
        progress("writing the report", 1, 1)
    for line in sensitivity_lines(result):
        typer.echo(line)
    for sentence in result.sentences:
        typer.echo(sentence)
    typer.echo(f"report: {report}")


def sensitivity_lines(result: "SensitivityResult") -> list[str]:
    """The answer as aligned lines for a terminal."""
    from skyshed.analysis.sensitivity_results import SUBJECT
    from skyshed.analysis.sensitivity_words import varies

    lines: list[str] = []
    for question in result.questions:
        lines += [f"{question.name}: {question.quantity}", *_answer_lines(question), ""]
        if varies(question.main.indices[SUBJECT]):
            lines += [*_share_lines(question), ""]
            lines += [*_single_lines(question, result), *_size_lines(question), ""]
    return lines


def _answer_lines(question: "QuestionSensitivity") -> list[str]:
    from skyshed.analysis.sensitivity_words import (
        answer_words,
        box_words,
        number_words,
        share_words,
    )
    from skyshed.scenario.weightings import weighting_name

    met = "draws that meet it" if question.own[0].share is not None else ""
    rows = [("weights", "median (5 to 95 %)", met)]
    for name, one in question.by_weighting.items():
        rows.append((weighting_name(name), answer_words(one.answer), share_words(one.share)))
    rows.append(("nominal values", number_words(question.main.answer.nominal, question.unit), ""))
    rows.append(("box, no weights", box_words(question), ""))
    return under_each_other(rows)


def _share_lines(question: "QuestionSensitivity") -> list[str]:
    from skyshed.analysis.sensitivity_results import BASIS, SUBJECT
    from skyshed.analysis.sensitivity_words import percent_words
    from skyshed.scenario.weightings import weighting_name

    others = list(question.by_weighting.items())[1:]
    heads = [f"in all, {weighting_name(name)}" for name, _ in others]
    rows = [("share of the spread", "by itself", "in all", *heads)]
    for grouping in (SUBJECT, BASIS):
        for i, index in enumerate(question.main.indices[grouping]):
            name = "  only together" if index.name == "interactions" else index.name
            also = [percent_words(one.indices[grouping][i].total) for _, one in others]
            rows.append((name, percent_words(index.first), percent_words(index.total), *also))
    return under_each_other(rows)


def _single_lines(question: "QuestionSensitivity", result: "SensitivityResult") -> list[str]:
    from skyshed.analysis.sensitivity_results import SINGLE
    from skyshed.analysis.sensitivity_words import by_weight, percent_words

    if SINGLE not in question.main.indices:
        return []
    rows = [("single unknown", "by itself", "in all")]
    for index in by_weight(question.main.indices[SINGLE])[:_MOST_SINGLE]:
        label = result.parameters[index.name].label or index.name
        rows.append((label, percent_words(index.first), percent_words(index.total)))
    return [*under_each_other(rows), ""]


def _size_lines(question: "QuestionSensitivity") -> list[str]:
    from skyshed.analysis.sensitivity_results import SUBJECT
    from skyshed.analysis.sensitivity_words import (
        answer_words,
        by_weight,
        percent_words,
        share_words,
    )

    first = by_weight(question.main.indices[SUBJECT])[0].name
    shares = {
        size: next(percent_words(index.total) for index in indices if index.name == first)
        for size, indices in question.settling.items()
    }
    met = "meet it" if question.own[0].share is not None else ""
    rows = [("draws", f"{first}, in all", "the study's own draws", met)]
    for row in question.own:
        known = shares.get(row.draws, "")
        rows.append((f"{row.draws:,}", known, answer_words(row.answer), share_words(row.share)))
    return under_each_other(rows)


def _repeat(questions: tuple[str, ...], draws: int, precision: float, *, sobol: bool) -> str:
    words = ["skyshed", "sensitivity", "study.yaml"]
    words += [word for name in questions for word in ("--question", name)]
    words += ["--draws", str(draws), "--precision", f"{precision:g}"]
    return shlex.join([*words, "--sobol"] if sobol else words)
