"""Bring small results together in one file, which makes the store quicker to open. Living workers are not disturbed."""

from ..tasks import options as common

HELP = "bring small results together"
arguments = common.add_common


def run(options):
    from ..tasks.project import from_options

    store = from_options(options, read=False).store
    if not hasattr(store, "folder"):
        print("pyimg pack: this store has nothing to pack")
        return 1
    print(f"Packed {store.pack()} objects")
    return 0
