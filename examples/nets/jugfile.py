"""How much of a field is NET? Coelho et al. (2015), doi:10.1093/bioinformatics/btv156, as tasks.

    pyimg execute -j 2 jugfile.py -- [FOLDER] [--forests Q10|R20|full|tiny] [--split origin,image] [--out results]

FOLDER holds image_SS_FF_protein.png, _dna.png, _rois.png for field FF of sample SS, and _rois2.png where a second person
has marked the field too. Fields are broken up in six ways; forests learn what fraction of each part is NET; their answers
are averaged over the field, corrected by a line and combined. Tables and figures go to --out.
"""

import argparse
import os
from pathlib import Path

import figures
import numpy as np

import pyimg as mh
from pyimg.features import surf
from pyimg.learn import q2_score, r2
from pyimg.tasks import TaskGenerator

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "nets"
WAYS = ("pixel", "regions", "surf(1)", "surf(2)", "surf(4)", "surf(8)")
COMBINED = ("average", "matrix")
# Trees; every so many places of the grid, in y and in x, are learned; share of features tried at each split.
FORESTS = {
    "full": {way: (100, 1, 1.0) for way in WAYS},
    "R20": dict(zip(WAYS, [(20, 3, 1.0), (20, 1, 1.0), *[(20, 3, "sqrt")] * 3, (20, 2, "sqrt")])),
    "Q10": dict(zip(WAYS, [(10, 4, 1 / 3), (10, 1, 1 / 3), *[(10, 4, "sqrt")] * 2, (10, 3, "sqrt"), (10, 2, "sqrt")])),
    "tiny": {way: (10, 4, "sqrt") for way in WAYS},
}
RADII, CONTRASTS = (4, 8, 16, 32), (8, 16, 24, 32, 40, 48, 64)

# ---- from a field to rows of features: each way returns the rows, the weight of each in column 0; the true NET fraction
# ---- of each row; and the shape of the grid that they lie on, or None


def read(field, what):
    return mh.imread(f"{field}_{what}.png")


def blurred_truth(field):
    return mh.gaussian_filter((read(field, "rois") > 0).astype(float), 8)


def filtered(channel):
    """Nine maps of a channel."""
    mean, sd = channel.mean(), channel.std()
    z = (channel - mean) / sd
    z4, z8, z12, z16 = (mh.gaussian_filter(z, sigma) for sigma in (4, 8, 12, 16))
    edges = mh.sobel(channel, just_filter=True)
    return np.stack([channel > mean, channel > mean + 2 * sd, z, z4, z8, z12, z16, z16 - z8, edges], axis=-1)


def pixel_features(field):
    """Filtered images at every eighth pixel."""
    maps = np.concatenate([filtered(read(field, what)) for what in ("protein", "dna")], axis=2)[16::8, 16::8]
    rows = maps.reshape(-1, 18)
    return np.column_stack([np.ones(len(rows)), rows]), blurred_truth(field)[16::8, 16::8].ravel(), maps.shape[:2]


def oversegmented(histone):
    """Regions of at least 512 pixels, from seeds every 32 pixels."""
    seeds = np.zeros(histone.shape, np.int32)
    places = seeds[16::32, 16::32]
    places[...] = 1 + np.arange(places.size).reshape(places.shape)
    labels = mh.cwatershed(histone.max() - mh.gaussian_filter(histone, 1.2).astype(int), seeds)
    small = np.flatnonzero(mh.labeled_size(labels) < 512)
    return mh.labeled.relabel(mh.labeled.remove_regions(labels.astype(np.int32), small))


def per_region(labels, count):
    """Return the function that averages an image over each region."""
    sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    return lambda image: np.bincount(labels.ravel(), np.ravel(image), minlength=count + 1)[1:] / sizes


def moments(labels, count, a, b):
    """Return means, standard deviations and the correlation of two images over each region."""
    mean = per_region(labels, count)
    means = mean(a), mean(b)
    da, db = (image - np.concatenate([[0], m])[labels] for image, m in zip((a, b), means))
    sds = np.sqrt(mean(da * da)), np.sqrt(mean(db * db))
    with np.errstate(invalid="ignore"):
        return means, sds, mean(da * db) / (sds[0] * sds[1])


def texture(image, labels):
    return mh.features.haralick(image, ignore_zeros=True, return_mean=True, labeled=labels)


def stretched_by_region(image, labels):
    """Bring each region, with a background of 0, to 0 ... 255."""
    peak = mh.labeled_max(image, labels)[labels]
    # Squared differences of integers often make whole levels: rounding must not take one off.
    levels = image * 255 / np.where(peak > 0, peak, 1) + 1e-9
    return np.where(labels > 0, levels, 0).astype(np.uint8)


def region_features(field):
    """Texture, overlap and edges of the regions of an oversegmentation."""
    histone, dna = read(field, "protein"), read(field, "dna")
    labels, count = oversegmented(histone)
    histone, dna = mh.stretch(histone), mh.stretch(dna)
    mean = per_region(labels, count)
    bright = histone > histone.mean(), dna > dna.mean()
    edges = [mh.sobel(channel, just_filter=True) for channel in (histone, dna)]
    around = np.pad(labels, 1, mode="edge")
    inner = labels * np.logical_and.reduce(
        [around[1 + y : 1 + y + len(labels), 1 + x :][:, : labels.shape[1]] == labels for y, x in ((-1, 0), (1, 0), (0, -1), (0, 1))]
    )
    (m0, m1), (s0, s1), r = moments(inner, count, *edges)
    squares = [per_region(inner, count)(e * e) for e in edges]
    rows = np.column_stack([
        np.bincount(labels.ravel(), minlength=count + 1)[1:],
        texture(histone, labels), texture(dna, labels),
        moments(labels, count, histone, dna)[2], mean(bright[0] & bright[1]), mean(bright[0] | bright[1]),
        squares[0], m0, squares[1], m1, r, r**2, s0, s1,
        texture(stretched_by_region(edges[1], labels), labels), texture(stretched_by_region(edges[0], labels), labels),
    ])  # fmt: skip
    return rows, mean(read(field, "rois") > 0), None


def surf_features(field, scale):
    """SURF descriptors of both channels on a grid."""
    histone, dna = read(field, "protein"), read(field, "dna")
    y, x = (np.arange(32, n, 8) for n in histone.shape)
    places = np.ones((len(y), len(x), 5))
    places[..., 0], places[..., 1], places[..., 2] = y[:, None], x, scale
    places = places.reshape(-1, 5)
    found = surf.descriptors(histone, places)
    rows = np.column_stack([np.ones(len(found)), found[:, 6:], surf.descriptors(dna, places, descriptor_only=True)])
    y, x = found[:, :2].astype(int).T
    return rows, blurred_truth(field)[y, x], (len(np.unique(y)), len(np.unique(x)))


@TaskGenerator
def features(field, way):
    if way == "pixel":
        return pixel_features(field)
    if way == "regions":
        return region_features(field)
    return surf_features(field, int(way[5:-1]))


@TaskGenerator
def fraction(field, what="rois"):
    return float((read(field, what) > 0).mean())


# ---- learning


@TaskGenerator
def thinned(fields, way, forests):
    """Gather the rows to be learned: (rows, true fractions, where each field ends)."""
    step = FORESTS[forests][way][1]
    rows, local = [], []
    for X, y, shape in fields:
        chosen = np.arange(len(X))
        if shape is not None:
            chosen = chosen.reshape(shape)[::step, ::step].ravel()
        rows.append(X[chosen])
        local.append(y[chosen])
    return np.concatenate(rows), np.concatenate(local), np.cumsum([len(r) for r in rows])


@TaskGenerator
def fold(pool, fields, truth, left_out, way, forests):
    """Learn all fields but those left out: out-of-bag raw estimates of the former, raw estimates of the latter."""
    # imported here, so that a run with nothing to learn starts at once
    from sklearn.ensemble import RandomForestRegressor

    from pyimg.learn import RegionRegressor

    rows, local, ends = pool
    X, local = np.split(rows, ends[:-1]), np.split(local, ends[:-1])
    train = [i for i in range(len(X)) if i not in left_out]
    trees, _, share = FORESTS[forests][way]
    model = RegionRegressor(RandomForestRegressor(trees, max_features=share, random_state=1))
    model.fit([X[i] for i in train], [truth[i] for i in train], local=[local[i] for i in train])
    raw = np.full(len(X), np.nan)
    raw[train] = model.raw_
    raw[list(left_out)] = model.predict_raw([field[0] for field in fields])
    return raw


@TaskGenerator
def predictions(folds, truth, left_out):
    """Correct and combine: raw and corrected predictions of each field by each way, learned without its fold."""
    from pyimg.learn import LinearCombination

    truth = np.array(truth)
    raw = {way: np.empty(len(truth)) for way in WAYS}
    corrected = {way: np.empty(len(truth)) for way in WAYS + COMBINED}
    for test, estimates in zip(left_out, zip(*folds)):
        test, estimates = list(test), np.column_stack(estimates)
        train = np.setdiff1d(np.arange(len(truth)), test)
        lines = {way: ([i], "average") for i, way in enumerate(WAYS)} | {how: (range(len(WAYS)), how) for how in COMBINED}
        for name, (columns, how) in lines.items():
            line = LinearCombination(how).fit(estimates[train][:, columns], truth[train])
            corrected[name][test] = line.predict(estimates[test][:, columns])
        for i, way in enumerate(WAYS):
            raw[way][test] = np.clip(estimates[test, i], 0, 1)
    return {"truth": truth, "raw": raw, "corrected": corrected}


# ---- people, and a threshold


@TaskGenerator
def agreement(field):
    """Compare the marks of two people: correlation, adjusted Rand index, Jaccard index."""
    one, two = read(field, "rois") > 0, read(field, "rois2") > 0
    with np.errstate(invalid="ignore"):
        r = np.corrcoef(one.ravel(), two.ravel())[0, 1]
    return [float(r), mh.metrics.adjusted_rand(one, two), mh.metrics.jaccard(one, two)]


@TaskGenerator
def thresholded(field):
    """Estimate by Bernsen's threshold in 56 ways: radius, contrast, and whether DNA is taken away."""
    channels = [mh.gaussian_filter(read(field, what), 8).astype(np.uint8) for what in ("protein", "dna")]
    answers = {}
    for radius in RADII:
        for contrast in CONTRASTS:
            histone, dna = (mh.bernsen(c, radius, contrast, mh.otsu(c)) for c in channels)
            answers[radius, contrast, "histone"] = float(histone.mean())
            answers[radius, contrast, "histone, not DNA"] = float((histone & ~dna).mean())
    return sorted(answers.items())


# ---- tables


def percent(value):
    return f"{100 * value:.1f}"


@TaskGenerator
def write_scores(found, forests, out):
    """Write Q² and R² of each way, by each split."""
    lines = [f"Forests: {forests}. Q² in percent (R² in brackets), corrected | raw.", ""]
    lines += ["| method | " + " | ".join(f"by {split} | raw" for split in found) + (" | inflation |" if len(found) > 1 else " |")]
    lines += ["|---" * (1 + 2 * len(found) + (len(found) > 1)) + "|"]
    for name in WAYS + COMBINED:
        cells, q2 = [], []
        for answer in found.values():
            for kind in ("corrected", "raw"):
                p = answer[kind].get(name)
                cells.append("" if p is None else f"{percent(q2_score(answer['truth'], p))} ({percent(r2(answer['truth'], p))})")
            q2.append(q2_score(answer["truth"], answer["corrected"][name]))
        cells += [f"{100 * (q2[1] - q2[0]):+.1f}"] if len(q2) > 1 else []
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return figures.write(out, "scores.md", lines)


@TaskGenerator
def write_people(one, two, pixels, out):
    one, two, (r, rand, jaccard) = np.array(one), np.array(two), np.array(pixels).T
    rows = {
        "fields": len(one), "R²": percent(r2(one, two)), "Q², first person is right": percent(q2_score(one, two)),
        "Q², second person is right": percent(q2_score(two, one)),
        "mean fraction, first person": f"{one.mean():.3f}", "mean fraction, second person": f"{two.mean():.3f}",
        "R² of pixels": percent(np.nanmean(r**2)), "r of pixels (also Matthews's)": percent(np.nanmean(r)),
        "adjusted Rand index": percent(rand.mean()), "Jaccard index": percent(jaccard.mean()),
    }  # fmt: skip
    return figures.write(out, "people.md", ["| two people | |", "|---|---|", *[f"| {k} | {v} |" for k, v in rows.items()]])


@TaskGenerator
def write_thresholds(found, truth, out):
    truth = np.array(truth)
    settings = [tuple(key) for key, _ in found[0]]
    values = np.array([[v for _, v in field] for field in found])
    r = [float(np.corrcoef(truth, v)[0, 1]) if np.ptp(v) else float("nan") for v in values.T]
    order = sorted(range(len(r)), key=lambda i: -np.nan_to_num(r[i], nan=-2))
    lines = ["| Bernsen's threshold | radius | contrast | channels | r | Q² |", "|---|---|---|---|---|---|"]
    for name, i in (("best", order[0]), ("worst", order[-1])):
        radius, contrast, channels = settings[i]
        lines.append(f"| {name} | {radius} | {contrast} | {channels} | {r[i]:.3f} | {percent(q2_score(truth, values[:, i]))} |")
    return figures.write(out, "thresholds.md", lines)


# ---- the plan

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", nargs="?", default=os.environ.get("PYIMG_NETS", SHARED))
parser.add_argument("--forests", choices=FORESTS, default="Q10")
parser.add_argument("--split", default="origin", help="leave out by `origin`, or by `image` too: origin,image")
parser.add_argument("--out", default="results")
options = parser.parse_args()

names = sorted(str(p)[: -len("_protein.png")] for p in Path(options.folder).glob("image_*_protein.png"))
if not names:
    raise SystemExit(f"no image_SS_FF_protein.png in {options.folder}: name the folder after --")
samples = [Path(name).name.split("_")[1] for name in names]
left_out = {
    "origin": [tuple(i for i, s in enumerate(samples) if s == sample) for sample in sorted(set(samples))],
    "image": [(i,) for i in range(len(names))],
}
truth = [fraction(name) for name in names]
found = {}
for split in options.split.split(","):
    folds = []
    for way in WAYS:
        fields = [features(name, way) for name in names]
        pool = thinned(fields, way, options.forests)
        folds.append([fold(pool, [fields[i] for i in test], truth, test, way, options.forests) for test in left_out[split]])
    found[split] = predictions(folds, truth, left_out[split])
write_scores(found, options.forests, options.out)
drawn = TaskGenerator(figures.draw)
drawn(found, samples, options.out)

twice = [name for name in names if Path(f"{name}_rois2.png").exists()]
if len(twice) > 1:
    people = [fraction(name) for name in twice], [fraction(name, "rois2") for name in twice]
    write_people(*people, [agreement(name) for name in twice], options.out)
    TaskGenerator(figures.draw_people)(*people, options.out)
write_thresholds([thresholded(name) for name in names], truth, options.out)
