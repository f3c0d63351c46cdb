"""`python -m ui.cli` is the isnad command."""

from ui.cli import main

main()
