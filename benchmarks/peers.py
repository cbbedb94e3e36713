"""The peers: those that are not here, their versions, the threads they may use."""

import importlib.abc
import importlib.util
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

# import name: name of the distribution
PEERS = {
    "cv2": "opencv-python-headless", "skimage": "scikit-image", "scipy": "scipy", "mahotas": "mahotas", "diplib": "diplib",
    "SimpleITK": "simpleitk", "cc3d": "connected-components-3d", "edt": "edt", "fastremap": "fastremap",
    "fill_voids": "fill-voids", "pywt": "PyWavelets", "sklearn": "scikit-learn", "imagecodecs": "imagecodecs",
    "tifffile": "tifffile", "PIL": "pillow", "numpy": "numpy",
}  # fmt: skip
#: contestants, as rows name them, that `set_threads` reaches
THREADED = ("pyimg", "opencv", "diplib", "simpleitk", "edt")
_now = 1

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


class MissingPeerError(Exception):
    """A peer that is not installed was called."""


class _Absent(ModuleType):
    """Stands for a module that is not installed, or a part of it: only its use fails."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self.__name__}.{name}")

    def __call__(self, *_, **__):
        raise MissingPeerError(self.__name__.partition(".")[0])

    __or__ = __ror__ = __add__ = __sub__ = __getitem__ = __iter__ = __call__


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, roots):
        self.roots = roots

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in self.roots:
            return importlib.util.spec_from_loader(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Absent(spec.name)

    def exec_module(self, module):
        pass


def absent():
    """Give the peers that are not installed."""
    return [name for name in PEERS if importlib.util.find_spec(name) is None]


def stand_in(names):
    """Let rows import these modules; a call of them raises MissingPeerError."""
    sys.meta_path.insert(0, _Finder({*names}))


def versions():
    """Give "name version" of each installed peer."""
    found = []
    for name in PEERS.values():
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            pass
    return found


def cpus():
    """Give the CPUs that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def threads():
    """Give the threads of the present pass, for peers that take them as an argument."""
    return _now


def set_threads(n):
    """Hold us and every peer to `n` threads."""
    global _now
    import pyimg

    _now = n
    pyimg.set_threads(n)
    for module, call in (
        ("cv2", lambda m: m.setNumThreads(n)),
        ("diplib", lambda m: m.SetNumberOfThreads(n)),
        ("SimpleITK", lambda m: m.ProcessObject.SetGlobalDefaultNumberOfThreads(n)),
    ):
        if module in sys.modules and not isinstance(sys.modules[module], _Absent):
            call(sys.modules[module])
