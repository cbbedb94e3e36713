"""Tell what is known of a task: what it stands on, what holds it, how it was computed, how it failed and with what.

TASK is the beginning of a hash (as `execute` and `status` print them) or a function's name.
"""

from ..tasks import options as common

HELP = "tell what a task stands on, what holds it, how it failed"


def arguments(parser):
    parser.add_argument("why_task", metavar="TASK", help="beginning of a hash, or a function's name")
    parser.add_argument("--all", dest="why_all", action="store_true", help="all tasks of that name, not the first five")
    common.add_common(parser)


def run(options):
    from ..tasks.project import from_options
    from ..tasks.report import story

    project = from_options(options)
    store = project.store
    names = project.find(options.why_task)
    # What went wrong is asked for most often.
    failed = store.failures()
    names.sort(key=lambda n: (n not in failed, store.has(n)))
    shown = names if options.why_all else names[:5]
    print("\n\n".join(story(project, name) for name in shown))
    if len(shown) < len(names):
        print(f"\nand {len(names) - len(shown)} more (--all shows them)")
    return 0
