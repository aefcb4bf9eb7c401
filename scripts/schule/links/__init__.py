"""Dead links in what was built: LinkChecker over the finished site, reported at the line of the record that holds them.

Takes a folder of finished HTML and the records it was made from, returns findings; it builds nothing and changes no
file but its own cache of answers. LinkChecker does the checking; what is ours is the server it asks, the memory of
outside answers, and the way back from a page to the line that an editor can mend.
"""

from schule.links.commands import links_command

__all__ = ["links_command"]
