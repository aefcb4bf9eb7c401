"""The theme as MkDocs knows it: Material under a name of our own, so that its advertisement stays out of the terminal.

Material prints a banner when it is imported by the command ``mkdocs``; the variable below is its own switch for that.
It has to be set before Material is loaded, and a theme that extends Material is the first thing MkDocs imports.
"""

import os

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")
