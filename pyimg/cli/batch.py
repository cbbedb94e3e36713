"""Print the script that runs many workers on a cluster, as a job array: each element runs the same command.

    pyimg batch jugfile.py --system slurm --workers 100 > workers.sh
    sbatch workers.sh

Elements may start hours apart and be killed at any time; what is stored stays, what a dead one held is taken over.
"""

from ..tasks import options as common

HELP = "print the script that runs many workers on a cluster"

_SLURM = """#!/bin/sh
#SBATCH --job-name={name}
#SBATCH --array=1-{workers}
#SBATCH --cpus-per-task={jobs}
#SBATCH --output={name}-%A_%a.log
#SBATCH --signal=B:TERM@60
{more}"""
_SGE = """#!/bin/sh
#$ -N {name}
#$ -t 1-{workers}
#$ -cwd
#$ -V
#$ -notify
{more}# Said before a job is suspended: no reason to end.
trap '' USR1
"""
_LSF = """#!/bin/sh
#BSUB -J "{name}[1-{workers}]"
#BSUB -n {jobs}
#BSUB -o {name}-%J_%I.log
{more}"""
_TIME = {"slurm": "#SBATCH --time={}\n", "sge": "#$ -l h_rt={}\n", "lsf": "#BSUB -W {}\n"}
_MEMORY = {"slurm": "#SBATCH --mem={}\n", "sge": "#$ -l h_vmem={}\n", "lsf": "#BSUB -M {}\n"}
_QUEUE = {"slurm": "#SBATCH --partition={}\n", "sge": "#$ -q {}\n", "lsf": "#BSUB -q {}\n"}


def arguments(parser):
    add = parser.add_argument
    add("--system", dest="batch_system", choices=("slurm", "sge", "lsf"), default="slurm", help="(default: slurm)")
    add("--workers", dest="batch_workers", type=int, default=10, metavar="N", help="elements of the array (default: 10)")
    add("-j", "--jobs", dest="batch_jobs", type=int, default=1, metavar="N", help="processes of each element (default: 1)")
    add("--time", dest="batch_time", metavar="TIME", help="limit, in the system's words")
    add("--memory", dest="batch_memory", metavar="MEMORY", help="limit, in the system's words")
    add("--queue", dest="batch_queue", metavar="NAME", help="queue or partition")
    common.add_common(parser)


def script(options) -> str:
    """Return the script."""
    import os
    import shlex
    import sys

    name = "pyimg-" + "".join(c if c.isalnum() else "-" for c in os.path.basename(options.jugfile).removesuffix(".py"))
    words = ((_TIME, options.batch_time), (_MEMORY, options.batch_memory), (_QUEUE, options.batch_queue))
    more = "".join(table[options.batch_system].format(word) for table, word in words if word)
    head = {"slurm": _SLURM, "sge": _SGE, "lsf": _LSF}[options.batch_system]
    command = [sys.executable, "-P", "-m", "pyimg.cli", "execute", options.jugfile, "-j", str(options.batch_jobs)]
    if options.jugdir != "%(jugfile)s.jugdata":
        command += ["--jugdir", options.jugdir]
    command += ["--", *options.user_args] if options.user_args else []
    # `exec`: the signal that a time limit sends reaches the worker itself.
    return head.format(name=name, workers=options.batch_workers, jobs=options.batch_jobs, more=more) + (
        f"cd {shlex.quote(os.getcwd())} || exit 1\nexec {shlex.join(command)}\n"
    )


def run(options):
    print(script(options), end="")
    return 0
