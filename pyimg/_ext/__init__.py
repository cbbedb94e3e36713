"""Compiled kernels. Each has a NumPy twin of the same name in ``pyimg/_ref``."""
