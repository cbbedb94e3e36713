"""``python -m pyimg.cli``."""

from . import main

raise SystemExit(main())
