"""Live preview while editing: a save shows in the browser at once, a fault shows at the top of its page.

Takes a project, serves its pages on the loopback address and writes nothing but a cache. Not MkDocs' own live server: it
builds the whole site after every save, which takes ten seconds for four hundred records and stops at the first fault.
Here one page is rendered when somebody looks at it, and a faulty record leaves its last good page standing.
"""

from schule.preview.commands import serve_command

__all__ = ["serve_command"]
