"""Django's own test suites, run on the runtime's fast paths and without them."""

from __future__ import annotations

from typing import Final

WORDS: Final = "fast paths taken: "
"""What the line begins with that says how often each was."""
