"""Write the result folder of a sensitivity: page, numbers, tables, figures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from skyshed.analysis.sensitivity_results import (
    BASIS,
    SINGLE,
    SUBJECT,
    QuestionSensitivity,
    SensitivityResult,
)
from skyshed.analysis.sensitivity_words import (
    answer_words,
    box_words,
    by_weight,
    enough_words,
    number_words,
    percent_words,
    share_words,
    varies,
)
from skyshed.analysis.unknown_subjects import SUBJECTS
from skyshed.output.figures.settling import settling_chart
from skyshed.output.figures.spread_bars import spread_bars
from skyshed.output.short_folder import write_short_folder
from skyshed.output.short_report import FigureBlock, Page, Section, TableBlock
from skyshed.output.tables import Cell, Table
from skyshed.output.words import slug
from skyshed.scenario.weightings import weighting_name
from skyshed.uncertainty.indices import GroupIndex

_ENDS = ("p05", "p50", "p95", "nominal")
_GROUPINGS = {SUBJECT: "What it is about", BASIS: "Where the number comes from"}
_MOST_SINGLE = 15


def write_sensitivity(
    result: SensitivityResult,
    study_text: str,
    out: str | Path,
    *,
    repeat: str,
    command: Sequence[str],
    replace: bool = False,
) -> Path:
    """Write everything that was found; the folder is whole or not there.

    Parameters
    ----------
    result : SensitivityResult
        From `skyshed.analysis.sensitivity.run_sensitivity`.
    study_text : str
        The study file, kept beside the results.
    out : str or Path
        The folder.
    repeat : str
        Command that computes it again.
    command : sequence of str
        The command as it was given.
    replace : bool
        Whether older results may be replaced.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    OutputError
        If the folder cannot be written or holds other files.
    """
    return write_short_folder(
        sensitivity_page(result, repeat),
        out,
        numbers=sensitivity_numbers(result),
        tables=sensitivity_tables(result),
        study_text=study_text,
        inputs={},
        command=command,
        replace=replace,
    )


def sensitivity_page(result: SensitivityResult, repeat: str) -> Page:
    """The report."""
    return Page.of(
        result, tuple(_section(question, result) for question in result.questions), repeat=repeat
    )


def sensitivity_numbers(result: SensitivityResult) -> dict[str, Any]:
    """What `results.json` holds; SI units, shares of the spread not clipped."""
    return {
        "format_version": 1,
        "skyshed": result.version,
        "sensitivity": {
            "name": result.name,
            "seed": result.seed,
            "draws": result.draws,
            "precision": result.precision,
        },
        "sentences": list(result.sentences),
        "questions": [_question_numbers(question) for question in result.questions],
        "notes": list(result.notes),
        "parameters": {key: vars(p) for key, p in result.parameters.items()},
        "terrain": vars(result.terrain),
    }


def sensitivity_tables(result: SensitivityResult) -> list[Table]:
    """CSV tables: shares of the spread, answers by weighting, and how both settle. SI units."""
    ends = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    return [
        Table(
            "shares_of_spread",
            ("question", "weighting", "grouping", "group", *ends),
            tuple(_index_rows(result)),
        ),
        Table(
            "answers",
            ("question", "weighting", "unit", *_ENDS, "box_low", "box_high", "share", "share_low",
             "share_high", "share_never"),
            tuple(_answer_rows(result)),
        ),
        Table(
            "settling",
            ("question", "draws", "group", *ends),
            tuple(
                (question.name, size, *_index_cells(index))
                for question in result.questions
                for size, indices in question.settling.items()
                for index in indices
            ),
        ),
        Table(
            "own_draws",
            ("question", "draws", "unit", *_ENDS, "share", "share_low", "share_high"),
            tuple(
                (question.name, row.draws, question.unit, *_four(row.answer), *_three(row.share))
                for question in result.questions
                for row in question.own
            ),
        ),
    ]  # fmt: skip


def _question_numbers(question: QuestionSensitivity) -> dict[str, Any]:
    return {
        "name": question.name,
        "text": question.text,
        "quantity": question.quantity,
        "unit": question.unit,
        "threshold": question.threshold,
        "sense": question.sense,
        "box": list(question.box),
        "weightings": {
            name: {
                "answer": vars(one.answer),
                "share": None if one.share is None else list(one.share),
                "share_never": one.never,
                "shares_of_spread": {
                    grouping: [_index_numbers(index) for index in indices]
                    for grouping, indices in one.indices.items()
                },
            }
            for name, one in question.by_weighting.items()
        },
        "settling": {
            str(size): [_index_numbers(index) for index in indices]
            for size, indices in question.settling.items()
        },
        "enough_draws": vars(question.enough),
        "own_draws": [
            {"draws": row.draws, "answer": vars(row.answer),
             "share": None if row.share is None else list(row.share)}
            for row in question.own
        ],
        "enough_own_draws": question.enough_own,
        "members": {subject: list(labels) for subject, labels in question.members.items()},
    }  # fmt: skip


def _index_numbers(index: GroupIndex) -> dict[str, Any]:
    return {"group": index.name, "first": vars(index.first), "total": vars(index.total)}


def _section(question: QuestionSensitivity, result: SensitivityResult) -> Section:
    blocks: list[TableBlock | FigureBlock] = [_answers(question)]
    if varies(question.main.indices[SUBJECT]):
        blocks += _spread_blocks(question, result)
    return Section(
        slug(question.name),
        question.name.replace("/", ": "),
        (question.text,) if question.text else (),
        tuple(blocks),
    )


def _answers(question: QuestionSensitivity) -> TableBlock:
    rows = [
        (weighting_name(name), answer_words(one.answer), share_words(one.share))
        for name, one in question.by_weighting.items()
    ]
    nominal = number_words(question.main.answer.nominal, question.unit)
    rows += [("nominal values", nominal, ""), ("box", box_words(question), "")]
    return TableBlock(
        f"{_capital(question.quantity)} under each weighting: median draw, 5 to 95 % in brackets;"
        " those behind the share hold its sampling interval. The box asks for no weighting",
        ("Weighting", "Answer", "Draws that meet it"),
        tuple(rows),
    )


def _spread_blocks(
    question: QuestionSensitivity, result: SensitivityResult
) -> Iterator[TableBlock | FigureBlock]:
    stem = slug(question.name)
    yield FigureBlock(
        spread_bars(question, name=f"spread-{stem}"),
        "Share of the spread by group, triangular weights. Wide pale bar: in all, also together"
        " with other groups; narrow dark bar: by itself. Marks: the other weightings.",
    )
    for grouping, heading in _GROUPINGS.items():
        yield _shares_table(question, grouping, heading)
    if SINGLE in question.main.indices:
        yield _single_table(question, result)
    yield FigureBlock(
        settling_chart(question, precision=result.precision, name=f"settling-{stem}"),
        f"{_capital(enough_words(question.enough, result.precision))}."
        + (f" The study's share of draws takes {question.enough_own:,}." if question.enough_own
           else ""),
    )  # fmt: skip


def _shares_table(question: QuestionSensitivity, grouping: str, heading: str) -> TableBlock:
    others = list(question.by_weighting.items())[1:]
    rows = []
    for i, index in enumerate(question.main.indices[grouping]):
        also = [percent_words(one.indices[grouping][i].total) for _, one in others]
        words = (percent_words(index.first), percent_words(index.total), *also)
        rows.append((_group_words(index.name), *words))
    return TableBlock(
        f"{heading}: share of the spread, 95 % interval in brackets",
        (heading, "By itself", "In all", *(f"In all, {weighting_name(n)}" for n, _ in others)),
        tuple(rows),
    )


def _group_words(name: str) -> str:
    if name == "interactions":
        return "only together"
    return f"{name}: {SUBJECTS[name]}" if name in SUBJECTS else name


def _single_table(question: QuestionSensitivity, result: SensitivityResult) -> TableBlock:
    largest = by_weight(question.main.indices[SINGLE])[:_MOST_SINGLE]
    return TableBlock(
        f"Single unknowns, the {len(largest)} that bring most; tables/shares_of_spread.csv has all",
        ("Unknown", "By itself", "In all"),
        tuple(
            (
                result.parameters[index.name].label or index.name,
                percent_words(index.first),
                percent_words(index.total),
            )
            for index in largest
        ),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _index_rows(result: SensitivityResult) -> Iterator[tuple[Cell, ...]]:
    for question in result.questions:
        for weighting, one in question.by_weighting.items():
            for grouping, indices in one.indices.items():
                for index in indices:
                    yield (question.name, weighting, grouping, *_index_cells(index))


def _index_cells(index: GroupIndex) -> tuple[Cell, ...]:
    estimates = (index.first, index.total)
    return (index.name, *(x for e in estimates for x in (e.value, e.low, e.high)))


def _answer_rows(result: SensitivityResult) -> Iterator[tuple[Cell, ...]]:
    for question in result.questions:
        for name, one in question.by_weighting.items():
            yield (question.name, name, question.unit, *_four(one.answer), *question.box,
                   *_three(one.share), one.never)  # fmt: skip


def _four(answer: Any) -> tuple[float, float, float, float]:
    return answer.low, answer.median, answer.high, answer.nominal


def _three(share: tuple[float, float, float] | None) -> tuple[float, float, float]:
    return (float("nan"),) * 3 if share is None else share
