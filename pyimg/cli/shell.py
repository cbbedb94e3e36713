"""Look at the tasks and results of a jugfile in IPython: its names are there, and value, load_all, invalidate,
get_tasks, get_filtered_tasks.
"""

from ..tasks import options as common

HELP = "look at tasks and results in IPython"
arguments = common.add_common


def names(project, space):
    """Return what a shell with the names in `space` offers beside the jugfile's."""
    from ..tasks import core, value
    from ..tasks.relations import tasks_below

    store, graph = project.store, project.graph

    def load_all():
        """Put the results that are there in the place of the jugfile's names for tasks."""
        for name, held in list(space.items()):
            if name.startswith("__") and name.endswith("__"):
                continue
            try:
                space[name] = value(held)
            except Exception as error:
                print(f"{name} cannot be loaded: {error}")

    def invalidate(task, recursive=True):
        """Forget the result of a task, and of all that stands on it."""
        hit = {t.hash() for t in tasks_below(task)}
        forgotten = store.invalidate(sorted(graph.above(hit) if recursive else hit))
        for name in forgotten & graph.tasks.keys():
            graph.tasks[name].unload()
        return len(forgotten)

    def get_tasks():
        """Return all tasks."""
        return list(core.alltasks)

    def get_filtered_tasks(loadable=None, failed=None, available=None):
        """Return the tasks that have a result, have failed, can be run (True), or not (False)."""
        store.refresh()
        failures = store.failures()

        def fits(task):
            done = store.has(task.hash())
            can = not done and all(store.has(n) for n in graph.needs.get(task.hash(), ()))
            return all(
                want is None or bool(want) == is_so
                for want, is_so in ((loadable, done), (failed, task.hash() in failures), (available, can))
            )

        return [t for t in core.alltasks if fits(t)]

    return {
        "value": value, "load_all": load_all, "invalidate": invalidate, "get_tasks": get_tasks,
        "get_filtered_tasks": get_filtered_tasks,
    }  # fmt: skip


def run(options):
    import sys

    from ..tasks.project import from_options

    try:
        from IPython.terminal.embed import InteractiveShellEmbed
    except ImportError:
        print("pyimg shell: IPython is not installed (pip install ipython)", file=sys.stderr)
        return 1
    project = from_options(options)
    space = dict(project.space)
    offered = names(project, space)
    space.update(offered)
    banner = f"{len(project.graph.tasks)} tasks of {options.jugfile}. Also: {', '.join(offered)}."
    InteractiveShellEmbed(banner1=banner, user_ns=space)()
    return 0
