# SPDX-License-Identifier: Apache-2.0
"""What script/check checks: each module has functions that take a Tree and return the problems found, one line each."""


class Skipped(Exception):
    """Raised by a check that cannot be made here, with the reason."""
