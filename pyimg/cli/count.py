"""Count the tasks of a jugfile by function name, without looking at the store."""

from ..tasks import options as common

HELP = "count the tasks"
arguments = common.add_common


def run(options):
    from ..tasks.project import from_options
    from ..tasks.tables import table

    print(table([("Count", from_options(options).graph.titles())], options.short))
    return 0
