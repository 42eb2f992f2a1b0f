"""`python -m synthbalance.cli`, the same as the command `synthbalance`."""

import sys

from synthbalance.cli import main

sys.exit(main())
