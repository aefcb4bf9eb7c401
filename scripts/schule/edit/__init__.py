"""Forms in the browser for the same records: generated from the models, saved to the same files.

Takes a project and serves forms on the loopback address. A form writes only what was changed in it, into the text of the
file, so that comments, order and the changes of others stay. Why a server of our own and no ready front end is written in
``docs/adr/formulare-im-browser.md``.
"""

from schule.edit.commands import edit_command

__all__ = ["edit_command"]
