"""Figures and files of the NET quantification."""

import os
from pathlib import Path

import numpy as np

from pyimg.learn import q2_score, r2

INK, DOT, LINE = "#222222", "#b2182b", "#2166ac"
LEFT_OUT = {"origin": "sample (origin)", "image": "image"}
BARS = {"origin": "#2166ac", "image": "#f4a582"}


def write(folder, name, lines):
    """Write lines as one file, all or nothing; return its name."""
    os.makedirs(folder, exist_ok=True)
    path = Path(folder) / name
    path.with_suffix(".part").write_text("\n".join(lines) + "\n")
    os.replace(path.with_suffix(".part"), path)
    return str(path)


def _figure(*size, **grid):
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(**grid)
    for ax in np.ravel(axes):
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=8)
    return figure, axes


def _save(figure, folder, name):
    os.makedirs(folder, exist_ok=True)
    path = Path(folder) / name
    figure.savefig(path, dpi=200, metadata={"Software": None})  # no version: the same bytes again
    return str(path)


def _scatter(ax, x, y, colour=DOT):
    """Plot points and the diagonal, in the unit square."""
    if not ax.lines:
        ax.plot([0, 1], [0, 1], color=LINE, lw=1, zorder=0)
    ax.scatter(x, y, s=14, color=colour, edgecolor=INK, linewidth=0.4, alpha=0.9)
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])


def draw(found, samples, folder):
    """Draw predictions, residuals and scores."""
    first = next(iter(found.values()))
    paths = [_predictions(first, folder), _residuals(first, folder), _scores(found, folder)]
    if len(set(samples)) < len(samples):
        paths.append(_samples(first, samples, folder))
    return paths


def _predictions(answer, folder):
    names = list(answer["corrected"])
    figure, axes = _figure(10, 5.4, nrows=2, ncols=4, sharex=True, sharey=True)
    for ax, name in zip(axes.flat, names):
        predicted = answer["corrected"][name]
        _scatter(ax, answer["truth"], predicted)
        ax.set_title(name, fontsize=10)
        scores = f"$Q^2$ {100 * q2_score(answer['truth'], predicted):.1f} %\n$R^2$ {100 * r2(answer['truth'], predicted):.1f} %"
        ax.text(0.02, 0.98, scores, va="top", fontsize=8)
    figure.supxlabel("NET fraction marked by the operator", fontsize=10)
    figure.supylabel("NET fraction predicted", fontsize=10)
    return _save(figure, folder, "predictions.png")


def _residuals(answer, folder):
    """Draw residuals of each way against those of each other; below the diagonal is their correlation, also as a tint."""
    from matplotlib import colormaps

    names = list(answer["raw"])
    residuals = [answer["corrected"][name] - answer["truth"] for name in names]
    n, limit = len(names), 1.08 * max(1e-3, *(np.abs(r).max() for r in residuals))
    figure, axes = _figure(7.6, 7.6, nrows=n, ncols=n)
    for i, row in enumerate(axes):
        for j, ax in enumerate(row):
            ax.set(xticks=[], yticks=[], xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
            ax.spines[:].set_visible(False)
            if i == j:
                ax.text(0, 0, names[i], ha="center", va="center", fontsize=11)
            elif i < j:
                ax.spines[["left", "bottom"]].set_visible(True)
                ax.axhline(0, color="#cccccc", lw=0.6, zorder=0)
                ax.axvline(0, color="#cccccc", lw=0.6, zorder=0)
                ax.scatter(residuals[j], residuals[i], s=5, color=DOT, linewidth=0)
                ticks = [-0.5, 0, 0.5] if limit > 0.5 else [0]
                first = j == i + 1  # beside the diagonal, where there is room for numbers
                ax.set_xticks(ticks, [f"{t:g}" for t in ticks] if first else [""] * len(ticks))
                ax.set_yticks(ticks, [f"{t:g}" for t in ticks] if first else [""] * len(ticks))
                ax.tick_params(labelsize=7, length=2, pad=1)
            else:
                both = np.ptp(residuals[i]) and np.ptp(residuals[j])
                r = np.corrcoef(residuals[i], residuals[j])[0, 1] if both else 0.0
                ax.set_facecolor(colormaps["RdBu_r"](0.5 + 0.35 * r))
                ax.text(0, 0, f"{r:.2f}", ha="center", va="center", fontsize=11, color=INK)
    figure.supxlabel("Residuals (predicted less marked fraction). Above the diagonal: column against row; below: Pearson's r", fontsize=9)
    return _save(figure, folder, "residuals.png")


def _scores(found, folder):
    names = list(next(iter(found.values()))["corrected"])
    figure, ax = _figure(7, 3.4)
    width = 0.8 / len(found)
    for k, (split, answer) in enumerate(found.items()):
        values = [100 * q2_score(answer["truth"], answer["corrected"][name]) for name in names]
        place = np.arange(len(names)) + (k - (len(found) - 1) / 2) * width
        bars = ax.bar(place, np.maximum(values, 0), width, color=BARS.get(split), label=f"one {LEFT_OUT.get(split, split)} left out")
        ax.bar_label(bars, [f"{v:.{1 if len(found) < 3 else 0}f}" for v in values], fontsize=7, padding=1)
    ax.set_xticks(np.arange(len(names)), names, fontsize=9)
    ax.set_ylabel("$Q^2$ (%)")
    ax.set_ylim(0, 108)
    ax.set_yticks(range(0, 101, 20))
    ax.legend(frameon=False, fontsize=8, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    return _save(figure, folder, "scores.png")


def _samples(answer, samples, folder):
    """Predictions of the combination, fields of one sample in one colour: their errors go together."""
    from matplotlib import colormaps

    figure, ax = _figure(4, 4)
    order = sorted({s for s in samples if samples.count(s) > 1})
    predicted = answer["corrected"]["average"]
    alone = np.array([s not in order for s in samples])
    _scatter(ax, answer["truth"][alone], predicted[alone], "#dddddd")
    colours = [c for i, c in enumerate(colormaps["tab20"].colors) if i not in (14, 15)]  # without its greys
    for k, sample in enumerate(order):
        at = np.array([s == sample for s in samples])
        _scatter(ax, answer["truth"][at], predicted[at], [colours[k % len(colours)]])
    ax.set_xlabel("NET fraction marked by the operator")
    ax.set_ylabel("NET fraction predicted (average)")
    ax.set_title("Colours are samples; grey: samples of one field", fontsize=9)
    return _save(figure, folder, "samples.png")


def draw_people(one, two, folder):
    """Draw the fractions that two people mark against each other."""
    figure, ax = _figure(4, 4)
    _scatter(ax, one, two)
    ax.text(0.02, 0.98, f"$Q^2$ {100 * q2_score(one, two):.1f} %\n$R^2$ {100 * r2(one, two):.1f} %", va="top")
    ax.set_xlabel("NET fraction, first person")
    ax.set_ylabel("NET fraction, second person")
    return _save(figure, folder, "people.png")
