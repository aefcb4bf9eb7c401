"""The build as its users meet it: refusals, redirects, other commands, another region, ProperDocs."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schule.pipeline import build
from schule.project import Project
from tests.e2e.conftest import ROOT

SCHULE = Path(sys.executable).with_name("schule")
INVENTED = Path(__file__).parents[1] / "cases" / "grundlage"


def run(*command: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of an invented region: content and settings of its own, nothing of Südwestfalen."""
    folder = tmp_path_factory.mktemp("region") / "projekt"
    shutil.copytree(INVENTED, folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # Another region has its own navigation; without one MkDocs makes it from the files.
    settings = re.sub(r"^nav:\n(?:^[ #].*\n|^\n)*", "", settings, flags=re.MULTILINE)
    settings = re.sub(r"^site_name:.*", "site_name: Schule im Auental", settings, flags=re.MULTILINE)
    settings = re.sub(
        r"^site_description:.*", "site_description: Was zwei Städte lernten.", settings, flags=re.MULTILINE
    )
    settings = settings.replace("name: Südwestfalen", "name: Auental")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    record = folder / "content/leitprojekte/lastenrad.yml"
    record.write_text(
        record.read_text(encoding="utf-8") + "weiterleitungen: [/leitprojekte/alter-name/]\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def built(region: Path) -> Path:
    """The site of that school."""
    done = run(SCHULE, "build", "--strict", cwd=region)
    assert done.returncode == 0, done.stdout + done.stderr
    return region / "site"


def test_another_region_builds_its_own_school(built: Path) -> None:
    assert (built / "leitprojekte/lastenrad/index.html").is_file()
    text = "".join(path.read_text(encoding="utf-8") for path in built.rglob("*.html"))
    assert "Südwestfalen" not in text


def test_errors_refuse_the_build_and_leave_the_last_good_site(region: Path, built: Path) -> None:
    before = (built / "index.html").read_bytes()
    record = next((region / "content/leitprojekte").glob("*.yml"))
    good = record.read_text(encoding="utf-8")
    try:
        record.write_text(good.replace("titel:", "title:", 1), encoding="utf-8")
        done = run(SCHULE, "build", cwd=region)
    finally:
        record.write_text(good, encoding="utf-8")
    assert done.returncode == 1
    assert "fehler[feld-unbekannt]" in done.stdout
    assert "Traceback" not in done.stderr
    assert (built / "index.html").read_bytes() == before


def test_old_addresses_lead_on_without_a_server(built: Path) -> None:
    old = built / "leitprojekte/alter-name/index.html"
    target = re.search(r'url=([^"]+)"', old.read_text(encoding="utf-8"))
    assert target
    found = (old.parent / target[1] / "index.html").resolve()
    assert found == (built / "leitprojekte/lastenrad/index.html").resolve()


def pages_of(folder: Path) -> dict[str, str]:
    texts = {}
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        texts[path.relative_to(folder).as_posix()] = re.sub(r'<meta name="generator"[^>]*>', "", text)
    return texts


def test_mkdocs_gives_the_same_pages_without_a_word(region: Path, built: Path, tmp_path: Path) -> None:
    done = run(
        Path(sys.executable).with_name("mkdocs"),
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        tmp_path / "zwei",
        cwd=region,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr == ""
    assert pages_of(built) == pages_of(tmp_path / "zwei")


def test_properdocs_builds_the_same_pages(region: Path, built: Path, tmp_path: Path) -> None:
    done = run(
        Path(sys.executable).with_name("properdocs"),
        "build",
        "--strict",
        "-f",
        "mkdocs.yml",
        "--site-dir",
        tmp_path / "zwei",
        cwd=region,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert pages_of(built) == pages_of(tmp_path / "zwei")


def test_the_same_input_gives_the_same_bytes(region: Path, tmp_path: Path) -> None:
    for name in ("eins", "zwei"):
        assert build(Project(region), tmp_path / name).published
    compared = filecmp.dircmp(tmp_path / "eins", tmp_path / "zwei")
    assert differing(compared) == []


def differing(compared: filecmp.dircmp[str]) -> list[str]:
    found = [*compared.left_only, *compared.right_only]
    _same, different, errors = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    found += [*different, *errors]
    for inner in compared.subdirs.values():
        found += differing(inner)
    return [name for name in found if not name.startswith("sitemap.xml")]


def test_a_folder_without_a_project_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(SCHULE, "check", cwd=tmp_path)
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_reports_one_file_alone(region: Path) -> None:
    done = run(SCHULE, "check", "content/leitprojekte", "--format", "concise", cwd=region)
    assert done.returncode == 0, done.stdout
    assert run(SCHULE, "check", "gibt-es-nicht", cwd=region).returncode == 2
    assert run(SCHULE, "check", "--format", "xml", cwd=region).returncode == 2


def test_the_project_folder_itself_is_never_overwritten(region: Path) -> None:
    done = run(SCHULE, "build", "--site-dir", ".", cwd=region)
    assert done.returncode == 2
    assert (region / "mkdocs.yml").is_file()
    assert any((region / "content").iterdir())


def test_a_wrong_quotation_in_a_free_page_is_told_without_a_traceback(region: Path) -> None:
    page = region / "content/seiten/index.md"
    good = page.read_text(encoding="utf-8")
    try:
        page.write_text(good + "\nEs gibt {{ anzahl luftschloesser }} davon.\n", encoding="utf-8")
        done = run(SCHULE, "build", cwd=region)
    finally:
        page.write_text(good, encoding="utf-8")
    assert done.returncode == 1
    assert "luftschloesser" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
