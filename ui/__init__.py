"""How people reach Isnad: the page and the terminal."""
