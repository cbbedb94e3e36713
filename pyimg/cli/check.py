"""Say by the exit code whether all tasks of a jugfile are done: 0 if so, else 1."""

from ..tasks import options as common

HELP = "exit with 0 if all tasks are done, else with 1"
arguments = common.add_common


def run(options):
    from ..tasks.project import from_options

    project = from_options(options)
    done = project.store.names()
    return 0 if not project.barrier and all(name in done for name in project.graph.tasks) else 1
