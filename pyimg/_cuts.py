"""Where to cut many floats in two, exactly, without sorting them all: only bins that may hold the answer are sorted."""

import numpy as np

from ._backend import kernels

_kernels = kernels("histogram")
_BINS = 1 << 15  # at most; fewer for few values


class Bins:
    """Finite float32 or float64 values in equal bins, with the number and the sum of those before each cut.

    Sums are of the values less the least one, `low`.
    """

    def __init__(self, values, low, high):
        self.values, self.low = values, low
        bins = min(_BINS, max(1 << 8, len(values) >> 4))
        self.scale = bins / (high - low)
        counts, sums = np.zeros(bins, np.int64), np.zeros(bins)
        _kernels.bin_sums(values, low, self.scale, counts, sums)
        self.count = counts
        self.n = np.concatenate([[0], np.cumsum(counts)])
        self.s = np.concatenate([[0], np.cumsum(sums)])
        self.size, self.total = int(self.n[-1]), float(self.s[-1])
        self.mean = self.total / self.size
        # no value of a bin is above this, whatever the rounding
        self.most = np.minimum((np.arange(bins) + 1 + 1e-6) / self.scale, high - low)
        self.least = np.maximum((np.arange(bins) - 1e-6) / self.scale, 0)

    def sorted(self, wanted):
        """Give the sorted values of the wanted bins, and the number and the sum of all values up to each of them."""
        out = np.empty(int(self.count[wanted].sum()) + 1, self.values.dtype)
        _kernels.pick_bins(self.values, self.low, self.scale, wanted.view(np.uint8), out)
        out = np.sort(out[:-1])
        many = self.count[wanted]
        begins = np.cumsum(many) - many
        rank = np.arange(1, len(out) + 1)
        mass = np.concatenate([[0], np.cumsum(out.astype(np.float64) - self.low)])
        n = rank + np.repeat(self.n[:-1][wanted] - begins, many)
        s = mass[1:] + np.repeat(self.s[:-1][wanted] - mass[begins], many)
        return out, n, s

    def otsu(self):
        """Give the value up to which the first class goes that makes n0 * n1 * (mean0 - mean1)**2 largest."""
        n, n0, n1 = self.n.astype(np.float64), self.n[:-1].astype(np.float64), self.n[1:].astype(np.float64)
        d = np.abs(self.s - n * self.mean)  # the criterion is d**2 / (n * (size - n)), but for a factor
        with np.errstate(divide="ignore", invalid="ignore"):
            inner = (n > 0) & (n < self.size)
            best = (d[inner] ** 2 / (n[inner] * (self.size - n[inner]))).max()
            # d rises to the mean and falls beyond it: bounds of d and of the rest within each bin
            largest = np.maximum(d[:-1], d[1:])
            at_mean = (self.least <= self.mean) & (self.mean <= self.most)
            largest[at_mean] += (self.count * (self.most - self.least))[at_mean]
            bound = largest**2 / np.minimum(n0 * (self.size - n0), n1 * (self.size - n1))
            # in the first and the last bin with values that rest may be tiny, but so is d
            left, right = n1 * (self.mean - self.least) ** 2, (self.size - n0) * (self.most - self.mean) ** 2
            bound = np.where(n0 == 0, left / (self.size - n1), np.where(n1 == self.size, right / n0, bound))
        wanted = (self.count > 0) & ~(bound < best * (1 - 1e-9))
        values, n, s = self.sorted(wanted)
        cut = n < self.size
        cut[:-1] &= (values[1:] != values[:-1]) | (n[1:] != n[:-1] + 1)
        f = np.zeros(len(n))
        f[cut] = (s[cut] - n[cut] * self.mean) ** 2 / (n[cut].astype(np.float64) * (self.size - n[cut]))
        return values[np.argmax(f)]

    def ridler_calvard(self):
        """Give the mean of both classes' means at the first cut where no value lies between it and the cut."""
        n, s = self.n, self.s
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = (s / n + (self.total - s) / (self.size - n)) / 2
        # middles do not fall; half the mean is below all of them
        floor = np.fmax(middle[:-1], self.mean / 2 * (1 - 1e-9))
        for b in np.flatnonzero((self.count > 0) & ~(self.most < floor * (1 - 1e-9))):
            wanted = np.zeros(len(self.count), bool)
            wanted[b] = True
            values, n, s = self.sorted(wanted)
            # the cut before each value of the bin
            n, s = np.append(self.n[b], n[:-1]), np.append(self.s[b], s[:-1])
            new = np.append(True, values[1:] != values[:-1]) & (n > 0)
            n, s, values = n[new], s[new], values[new]
            middle = (s / n + (self.total - s) / (self.size - n)) / 2
            met = values.astype(np.float64) - self.low >= middle
            if met.any():
                return float(middle[np.argmax(met)]) + self.low
        raise AssertionError("the last cut is below the greatest value")
