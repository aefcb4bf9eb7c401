"""What is wrong with a folder of HTML, as a value.

Search knows nothing of the records' findings, so it has its own: a file, a permanent rule name, a German sentence.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class SearchFinding:
    """One fault of one file; `path` is relative to the site's folder, empty for the site as a whole."""

    path: str
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"warnung[{self.rule}]: {where}{self.message}"
