"""Kernels in NumPy: what the compiled ones must compute, and what a build without a compiler runs."""
