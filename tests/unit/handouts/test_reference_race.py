"""Many handouts made at once from an empty cache write their reference document together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from schule.handouts.reference import reference_document
from schule.handouts.settings import read_settings
from schule.project import Project

ROOT = Path(__file__).parents[3]


def test_threads_that_start_together_all_get_the_document(tmp_path: Path) -> None:
    settings = read_settings(Project(ROOT))
    with ThreadPoolExecutor(12) as pool:
        jobs = [
            pool.submit(
                reference_document, ROOT / "overrides" / "handouts", tmp_path / str(turn % 3), settings, "docx", False
            )
            for turn in range(36)
        ]
        paths = [job.result() for job in jobs]
    assert all(path.is_file() for path in paths)
    assert not list(tmp_path.rglob("*.teil"))
