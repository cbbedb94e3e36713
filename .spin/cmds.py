"""The project's own spin commands."""

import os
import subprocess
import sys
from pathlib import Path

import click
from spin import util


def installed(name, *options):
    """Build and install with meson options into build/NAME; return its site-packages."""
    folder = Path("build", name).resolve()
    if not (folder / "build.ninja").exists():
        util.run(["meson", "setup", str(folder), "-Dext=enabled", *options,
                  f"--prefix={folder}/prefix", "-Dpython.install_env=prefix"])  # fmt: skip
    util.run(["meson", "install", "-C", str(folder), "--quiet"])
    return next(folder.glob("prefix/lib*/python3*/site-packages"))


def run(*command):
    """Run a command on a build of its own (build/own), stop at the first failure."""
    os.environ["PYTHONPATH"] = str(installed("own"))
    util.run(list(command))


@click.command()
@click.argument("arguments", nargs=-1)
def bench(arguments):
    """Time ours beside the peers: spin bench -- --help; --only gaussian; --write; --compare REV."""
    run(sys.executable, "-P", "benchmarks", *arguments)


@click.command()
def lint():
    """Check style: ruff, cython-lint."""
    for command in (["ruff", "check", "."], ["cython-lint", "pyimg/_ext"]):
        util.run(command)


@click.command()
@click.option("--clean", is_flag=True, help="start anew")
def docs(clean):
    """Build docs/ into docs/_build/html, warnings as errors."""
    if clean:
        util.run(["rm", "-rf", "docs/_build", "docs/generated"])
    run(sys.executable, "-P", "-m", "sphinx", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html")


ODD = ["tests/test_parity.py", "tests/test_odd_arrays.py", "tests/test_odd_parameters.py"]


@click.command()
@click.argument("tests", nargs=-1)
def checked(tests):
    """Run the parity tests on kernels with bounds checks (own build folder)."""
    os.environ["PYTHONPATH"] = str(installed("checked", "-Ddebug_kernels=true"))
    util.run([sys.executable, "-P", "-m", "pytest", "-q", *(tests or ODD[:1])])


@click.command()
@click.argument("tests", nargs=-1)
def sanitized(tests):
    """Run parity and odd arrays on kernels with the address and undefined-behaviour sanitizers (own build folder)."""
    site = installed("sanitized", "-Dbuildtype=debugoptimized", "-Db_sanitize=address,undefined", "-Db_lundef=false",
                     "-Dsimd=baseline")  # fmt: skip
    libraries = [
        subprocess.check_output(["gcc", f"-print-file-name={name}.so"], text=True).strip()
        for name in ("libasan", "libubsan")
    ]
    # only the tests run under the sanitizers: gcc and meson would not survive them
    util.run(["env", f"PYTHONPATH={site}", f"LD_PRELOAD={':'.join(libraries)}", "PYTHONMALLOC=malloc",
              "ASAN_OPTIONS=detect_leaks=0", "UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1",
              sys.executable, "-P", "-m", "pytest", "-q", *(tests or ODD)])  # fmt: skip


@click.command()
@click.pass_context
def night(ctx):
    """Do what is too long for every change: checked and sanitized kernels on odd arrays, SIMD levels, more examples."""
    ctx.invoke(checked, tests=ODD)
    ctx.invoke(sanitized)
    ctx.invoke(levels)
    os.environ["PYIMG_PROFILE"] = "night"
    run(sys.executable, "-P", "-m", "pytest", "-q")


@click.command()
@click.argument("names", nargs=-1)
def levels(names):
    """Run the parity tests on each SIMD level (own build folders), compare the levels' bits."""
    first, arguments = None, Path("build", "arguments.pickle").resolve()
    arguments.unlink(missing_ok=True)
    for name in names or ("baseline", "v3", "v4", "auto"):
        site = installed(f"simd-{name}", f"-Dsimd={name}")
        os.environ["PYTHONPATH"] = str(site)
        util.run([sys.executable, "-P", "-c", "import pyimg; print('SIMD:', pyimg.show_config('dict')['SIMD'])"])
        util.run([sys.executable, "-P", "-m", "pytest", "-q", "tests/test_parity.py"])
        lines = subprocess.check_output([sys.executable, "tests/digests.py", str(arguments)], text=True).splitlines()
        first = first or lines
        other = sorted({*first} ^ {*lines})
        if other:
            sys.exit(f"{name} gives other bits:\n" + "\n".join(other))
        print(f"{name}: {len(lines)} kernels give the same bits")


@click.command()
@click.pass_context
def check(ctx):
    """Do all that a change must pass: lint, tests, checked kernels, docs."""
    ctx.invoke(lint)
    run(sys.executable, "-P", "-m", "pytest", "-q")
    ctx.invoke(checked)
    ctx.invoke(docs)
