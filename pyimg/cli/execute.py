"""Run the tasks of a jugfile, each once, in any number of processes on any number of machines.

Start it as often as you like, with -j here or again on other machines that see the same store. What is stored is never
run again. Exit code: 0 all done, 1 a task failed, 3 work is left (others hold it, or a limit stopped this run).
"""

from ..tasks import options as common
from ..tasks import selection

HELP = "run the tasks of a jugfile"


def _jobs(word):
    import os

    count = int(word)
    return count if count > 0 else max(1, (os.cpu_count() or 1) + count)


def arguments(parser):
    add = parser.add_argument
    add("-j", "--jobs", dest="execute_jobs", type=_jobs, default=1, metavar="N", help="worker processes; 0 for as many as there are cores")
    add("--retries", dest="execute_retries", type=int, default=0, metavar="N", help="try a failed task again so many times")
    add("--timeout", dest="execute_timeout", type=float, default=None, metavar="S", help="kill a task that takes more seconds: it has failed")
    add("--fail-fast", dest="execute_fail_fast", action="store_true", help="stop at the first failure")
    add("--keep-going", dest="execute_keep_going", action="store_true", help="go on after a failure (the default)")
    add("--keep-failed", dest="execute_keep_failed", action="store_true", help="do not try failed tasks again in later runs")
    add("--wait-cycle-time", dest="execute_wait_cycle_time", type=float, default=12.0, metavar="S", help="longest time between two looks at what others hold (default: 12)")
    add("--nr-wait-cycles", dest="execute_nr_wait_cycles", type=int, default=150, metavar="N", help="give up after so many such times without progress (default: 150)")
    add("--no-check-environment", dest="execute_no_check_environment", action="store_true", help="ignore JUG_MAX_… and __jug_please_stop_running.txt")
    add("--engine", dest="execute_engine", choices=("workers", "dask"), default="workers", help="who runs the tasks (default: workers)")
    add("--scheduler", dest="execute_scheduler", metavar="ADDRESS", help="of Dask's scheduler; a local cluster by default")
    selection.add_arguments(parser, "execute_name", "execute_pattern", False, ("--target",))
    common.add_common(parser)


def job_of(options):
    """Return what a worker is to do."""
    from ..tasks.run import Rules
    from ..tasks.worker import Job

    rules = Rules(
        wait=options.execute_wait_cycle_time,
        patience=options.execute_wait_cycle_time * options.execute_nr_wait_cycles,
        keep_going=not options.execute_fail_fast,
        keep_failed=options.execute_keep_failed,
        retries=options.execute_retries,
        verbose=options.verbose in ("info", "debug"),
        debug=options.debug or options.pdb,
        pdb=options.pdb,
        wanted=selection.matcher(options.execute_name, options.execute_pattern),
    )
    return Job(options.jugfile, options.jugdir, options.user_args, rules, not options.execute_no_check_environment)


def run(options):
    import os

    from ..tasks import load
    from ..tasks.worker import inline

    if not os.path.isfile(options.jugfile):
        raise FileNotFoundError(f"no jugfile {options.jugfile!r}")
    job = job_of(options)
    load.place_of(options.jugfile, options.jugdir)  # a mistake in it is found here, once
    if options.execute_engine == "dask":
        from ..tasks.far import run_on_dask

        return run_on_dask(job, options.execute_scheduler, options.execute_jobs, options.short)
    # Without processes of their own tasks can be debugged, and results in memory last as long as we do.
    if options.pdb or not hasattr(os, "fork") or str(options.jugdir).startswith(("dict_store", "safe:dict_store")):
        return inline(job, options.short)
    from ..tasks.supervise import supervise

    return supervise(job, options.execute_jobs, options.execute_timeout, options.short)
