"""How results look, on screen and on paper: bytes and strings, no database."""
