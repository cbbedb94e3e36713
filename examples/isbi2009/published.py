"""Table 2 of Coelho, Shariff and Murphy (2009), doi:10.1109/ISBI.2009.5193098, as printed."""

COLUMNS = ("rand", "jaccard", "hausdorff", "nsd", "split", "merged", "added", "missing")
HEADINGS = ("RI %", "JI", "Hausdorff", "NSD x10", "split", "merged", "spurious", "missing")
# the Rand index was printed as a truncated percentage, NSD ten times
PUBLISHED = {
    "nih3t3": {
        "isbi2009-rc": (77, 2.1, 26.4, 2.6, 1.0, 2.4, 1.9, 22.1),
        "isbi2009-otsu": (74, 2.1, 36.7, 3.5, 0.8, 2.1, 1.7, 26.6),
        "isbi2009-mean": (82, 1.9, 24.4, 2.3, 1.4, 5.1, 3.1, 4.8),
        "isbi2009-watershed-direct": (78, 1.6, 19.3, 3.7, 2.9, 2.4, 11.6, 5.5),
        "isbi2009-watershed-gradient": (78, 1.6, 21.7, 3.8, 2.6, 3.0, 11.4, 5.4),
    },
    "u2os": {
        "isbi2009-rc": (92, 2.2, 34.8, 1.2, 1.1, 2.4, 0.3, 5.5),
        "isbi2009-otsu": (92, 2.2, 34.9, 1.2, 1.1, 2.4, 0.3, 5.6),
        "isbi2009-mean": (96, 2.2, 26.5, 1.0, 1.3, 3.4, 0.9, 3.6),
        "isbi2009-watershed-direct": (91, 1.9, 34.9, 3.6, 13.8, 1.2, 2.0, 3.0),
        "isbi2009-watershed-gradient": (90, 1.8, 34.6, 3.0, 7.7, 2.0, 2.0, 2.9),
    },
}
SCALE = {"rand": 100, "nsd": 10}
