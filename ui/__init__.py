"""How people reach Isnad: the page and the terminal."""

from importlib.metadata import version

__version__ = version("isnad")
