"""Wait until all tasks of a jugfile are done, through all its barriers.

Exit code: 0 when they are; 1 as soon as nothing more can come: a task has failed, nobody holds a task, and all that is
left stands on failed ones.
"""

from ..tasks import options as common

HELP = "wait until all tasks are done"


def arguments(parser):
    parser.add_argument("--interval", dest="sleep_until_interval", type=float, default=1.0, metavar="S", help="seconds between two looks (default: 1)")
    common.add_common(parser)


def run(options):
    import time

    from ..tasks.project import from_options

    project = from_options(options)
    while True:
        store, graph = project.store, project.graph
        while left := [n for n in graph.tasks if not store.has(n)]:
            failed = set(store.failures()) & set(left)
            if failed and set(left) <= graph.above(failed) and not project.held():
                print(f"{len(failed)} tasks failed; {len(left) - len(failed)} more stand on them.")
                return 1
            time.sleep(options.sleep_until_interval)
            store.refresh()
        if not project.barrier:
            return 0
        time.sleep(min(0.05, options.sleep_until_interval))
        project = from_options(options)
