"""Tables of results: summed up, as text, as files."""

import codecs
import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from .._replacing import replacing
from .jobs import Done

#: The scores of the printed table; the files have all.
SHOWN = "rand jaccard hausdorff nsd split merged added missing f1 panoptic_quality".split()


def summary(results: Iterable[Done]) -> list[dict[str, Any]]:
    """Return one row for each way to segment: how many images, and the mean of each score.

    Parameters
    ----------
    results : iterable of Done
        What `run` yields; failures are left out.

    Returns
    -------
    rows : list of dict
        ``method``, ``images``, ``regions`` (mean), ``seconds`` (mean), and each score (mean over scored images).

    Examples
    --------
    >>> from pyimg.batch import Done, Job, Run, summary
    >>> done = Done(Job("a.png", Run("otsu"), "a"), regions=3, scores={"rand": 0.5})
    >>> summary([done])
    [{'method': 'otsu', 'images': 1, 'regions': 3.0, 'seconds': 0.0, 'rand': 0.5}]
    """
    ways: dict[str, list[Done]] = {}
    for done in results:
        if not done.error:
            ways.setdefault(done.job.run.name, []).append(done)
    rows = []
    for name, group in ways.items():
        row = {
            "method": name,
            "images": len(group),
            "regions": float(np.mean([d.regions for d in group])),
            "seconds": float(np.mean([d.seconds for d in group])),
        }
        scored = [d.scores for d in group if d.scores]
        for key in scored[0] if scored else ():
            row[key] = float(np.mean([s[key] for s in scored]))
        rows.append(row)
    return rows


def text_table(
    rows: Sequence[Mapping[str, Any]], columns: Iterable[str] | None = None, *, markdown: bool = False
) -> str:
    """Return rows as lines of aligned text, floats with three digits.

    Parameters
    ----------
    rows : sequence of mapping
        What to show.
    columns : iterable of str, optional
        Which, in order; by default those of the first row. What a row lacks is left blank.
    markdown : bool, default False
        Write a Markdown table.

    Returns
    -------
    text : str
        A line of names, a line for each row.

    Examples
    --------
    >>> from pyimg.batch import text_table
    >>> print(text_table([{"method": "otsu", "rand": 0.5}]))
    method   rand
    otsu    0.500
    """
    if not rows:
        return ""
    names = list(rows[0]) if columns is None else list(columns)
    cells = [names] + [[_cell(row.get(n, "")) for n in names] for row in rows]
    if markdown:
        cells.insert(1, ["---"] * len(names))
        return "\n".join(f"| {' | '.join(line)} |" for line in cells)
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    left = [all(isinstance(row.get(n, ""), str) for row in rows) for n in names]
    lines = [
        "  ".join(c.ljust(w) if at_left else c.rjust(w) for c, w, at_left in zip(line, widths, left)) for line in cells
    ]
    return "\n".join(line.rstrip() for line in lines)


def _cell(value):
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def write_table(path: str | os.PathLike, table: Mapping[str, Sequence] | Sequence[Mapping[str, Any]]) -> None:
    """Write a table as CSV, and beside it as Parquet where pyarrow is installed.

    Parameters
    ----------
    path : str or path
        Where; it ends in ``.csv``. Files of that name stay until the new ones are complete.
    table : mapping of str to sequence, or sequence of mapping
        Columns of one length, or rows; what a row lacks is left blank.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pyimg.batch import write_table
    >>> write_table("sizes.csv", {"label": [1, 2], "area": [40.0, 50.5]})
    >>> print(Path("sizes.csv").read_text())
    label,area
    1,40.0
    2,50.5
    <BLANKLINE>
    """
    path = os.fspath(path)
    if not isinstance(table, Mapping):
        names = list(dict.fromkeys(name for row in table for name in row))
        table = {name: [row.get(name) for row in table] for name in names}
    columns = {name: column.tolist() if isinstance(column, np.ndarray) else list(column) for name, column in table.items()}
    with replacing(path) as file:
        writer = csv.writer(codecs.getwriter("utf-8")(file), lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values()))
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return
    with replacing(path.removesuffix(".csv") + ".parquet") as file:
        pyarrow.parquet.write_table(pyarrow.table(columns), file)
