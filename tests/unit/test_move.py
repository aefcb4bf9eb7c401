"""A move changes what names the record, and not one character more."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from schule.addresses import write_redirects
from schule.findings import Severity
from schule.move import MoveError, apply_move, plan_move
from schule.project import Project
from schule.records.checks import check_project
from schule.records.load import load_project
from schule.workbench.commands import move_command
from tests.unit.invented_school import FILES, TODAY, build_school, contents

OLD, NEW = "leitprojekte/pegel-app", "leitprojekte/wasserstand"


@pytest.fixture
def school(tmp_path: Path) -> Project:
    return build_school(tmp_path)


def move(school: Project, old: str = OLD, new: str = NEW, *, redirect: bool = True) -> None:
    apply_move(school, plan_move(school, load_project(school), old, new, redirect=redirect))


def errors(school: Project) -> list[str]:
    return [
        f"{f.path}:{f.span.line} {f.rule}"
        for f in check_project(school, load_project(school))
        if f.severity is Severity.ERROR
    ]


def test_the_invented_school_is_without_errors(school):
    assert errors(school) == []


def test_every_reference_and_link_follows_and_nothing_else_changes(school):
    move(school)
    expected = dict(FILES)
    moved = expected.pop("content/leitprojekte/pegel-app.yml")
    expected["content/leitprojekte/wasserstand.yml"] = moved + "weiterleitungen:\n  - /leitprojekte/pegel-app/\n"
    for path, old, new in (
        ("content/leitprojekte/ufer-app.yml", "](/leitprojekte/pegel-app/", "](/leitprojekte/wasserstand/"),
        ("content/veranstaltungen/seenmesse-2025.yml", "[ufer-app, pegel-app]", "[ufer-app, wasserstand]"),
        ("content/veranstaltungen/seenmesse-2025.yml", '"leitprojekte/pegel-app"', '"leitprojekte/wasserstand"'),
        ("guides/pegel-messen.md", "  - pegel-app\n", "  - wasserstand\n"),
        ("guides/pegel-messen.md", "](/leitprojekte/pegel-app/)", "](/leitprojekte/wasserstand/)"),
        ("content/seiten/ueber.md", "{{ titel leitprojekte/pegel-app }}", "{{ titel leitprojekte/wasserstand }}"),
    ):
        assert old in expected[path]
        expected[path] = expected[path].replace(old, new)
    assert contents(school.root) == expected
    assert errors(school) == []


def test_moving_back_without_redirect_restores_every_byte(school):
    move(school)
    move(school, NEW, OLD, redirect=False)
    assert contents(school.root) == FILES


def test_moving_back_with_redirect_never_leads_to_itself(school):
    move(school)
    move(school, NEW, OLD)
    text = (school.root / "content/leitprojekte/pegel-app.yml").read_text(encoding="utf-8")
    assert text.endswith("weiterleitungen:\n  - /leitprojekte/wasserstand/\n")
    assert errors(school) == []


def test_old_addresses_are_added_to_a_list_that_exists(school):
    move(school, "leitprojekte/pegel-app-2", "leitprojekte/pegel-drei")
    text = (school.root / "content/leitprojekte/pegel-drei.yml").read_text(encoding="utf-8")
    assert text.endswith("  - /leitprojekte/pegel-zwei/\n  - /leitprojekte/pegel-app-2/\n")
    assert errors(school) == []


def test_old_addresses_are_added_to_a_list_in_brackets(school):
    path = school.root / "content/leitprojekte/pegel-app-2.yml"
    path.write_text(
        path.read_text("utf-8").replace(":\n  - /leitprojekte/pegel-zwei/", ": [/leitprojekte/pegel-zwei/]"), "utf-8"
    )
    move(school, "leitprojekte/pegel-app-2", "leitprojekte/pegel-drei")
    text = (school.root / "content/leitprojekte/pegel-drei.yml").read_text(encoding="utf-8")
    assert text.endswith("weiterleitungen: [/leitprojekte/pegel-zwei/, /leitprojekte/pegel-app-2/]\n")


def test_a_guide_keeps_its_text_and_gets_its_redirect_in_the_head(school):
    move(school, "leitfaeden/pegel-messen", "leitfaeden/wasser-messen")
    text = (school.root / "guides/wasser-messen.md").read_text(encoding="utf-8")
    before, after = FILES["guides/pegel-messen.md"].split("---\n\n")
    assert text == f"{before}weiterleitungen:\n  - /leitfaeden/pegel-messen/\n---\n\n{after}"


def test_a_file_without_a_last_newline_stays_valid(school):
    path = school.root / "content/leitprojekte/pegel-app.yml"
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    move(school)
    assert errors(school) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, "leitprojekte/ufer-app"),
        (OLD, "leitprojekte/pegel-zwei"),
        (OLD, "leitfaeden/pegel-app"),
        (OLD, "leitprojekte/Pegel App"),
        (OLD, OLD),
        ("leitprojekte/gibt-es-nicht", NEW),
        ("pegel-app", NEW),
        ("quellen/seenbericht", "quellen/neu"),
    ],
)
def test_a_move_that_cannot_be_done_changes_nothing(school, old, new):
    with pytest.raises(MoveError):
        move(school, old, new)
    assert contents(school.root) == FILES


def test_a_misspelt_name_is_answered_with_the_close_one(school):
    with pytest.raises(MoveError, match="leitprojekte/pegel-app"):
        move(school, "leitprojekte/pegel-ap", NEW)


def test_content_with_faults_is_not_moved(school):
    (school.root / "content/leitprojekte/ufer-app.yml").write_text("titel: [\n", encoding="utf-8")
    before = contents(school.root)
    with pytest.raises(MoveError, match="schule check"):
        move(school)
    assert contents(school.root) == before


def test_a_failure_while_writing_puts_everything_back(school, monkeypatch):
    plan = plan_move(school, load_project(school), OLD, NEW)

    def fail(self: Path, target: Path) -> Path:
        raise PermissionError("in Benutzung")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(MoveError, match="in Benutzung"):
        apply_move(school, plan)
    assert contents(school.root) == FILES


def test_a_protected_file_stops_the_move_before_anything_was_written(school):
    plan = plan_move(school, load_project(school), OLD, NEW)
    protected = school.root / sorted({edit.path for edit in plan.edits})[-1]
    protected.chmod(0o444)  # root may write it all the same; who protected it meant it
    with pytest.raises(MoveError, match="schreibgeschützt"):
        apply_move(school, plan)
    assert contents(school.root) == FILES


def test_a_name_that_is_taken_meanwhile_stops_the_move(school):
    plan = plan_move(school, load_project(school), OLD, NEW)
    taken = school.root / plan.new_path
    taken.write_text("titel: Schneller\n", "utf-8")
    with pytest.raises(MoveError, match="gibt es schon"):
        apply_move(school, plan)
    assert taken.read_text("utf-8") == "titel: Schneller\n"
    taken.unlink()
    assert contents(school.root) == FILES


def test_windows_line_ends_stay(school):
    path = school.root / "content/veranstaltungen/seenmesse-2025.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    move(school)
    raw = path.read_bytes()
    assert b"[ufer-app, wasserstand]" in raw
    assert raw.count(b"\r\n") == raw.count(b"\n")


def test_the_command_shows_every_change_and_the_way_back(school):
    result = CliRunner().invoke(move_command, [OLD, NEW], obj=(school.root, TODAY))
    assert result.exit_code == 0, result.output
    for place in ("guides/pegel-messen.md:9:", "seenmesse-2025.yml:6:", "ueber.md:1:", "pegel-app.yml:10:"):
        assert place in result.output
    assert f"schule move {NEW} {OLD} --ohne-weiterleitung" in result.output


def test_a_trial_shows_the_changes_and_makes_none(school):
    result = CliRunner().invoke(move_command, [OLD, NEW, "--probe"], obj=(school.root, TODAY))
    assert result.exit_code == 0, result.output
    assert "wasserstand" in result.output
    assert contents(school.root) == FILES


def test_a_refusal_is_one_german_sentence_and_status_two(school):
    result = CliRunner().invoke(move_command, [OLD, "leitprojekte/ufer-app"], obj=(school.root, TODAY))
    assert result.exit_code == 2
    assert result.output.startswith("schule: ")


def test_a_mention_in_the_settings_is_named_and_left_alone(school):
    settings = "site_name: Seenland\nnav:\n  - leitprojekte/pegel-app.md\n"
    (school.root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    result = CliRunner().invoke(move_command, [OLD, NEW], obj=(school.root, TODAY))
    assert "mkdocs.yml" in result.output
    assert (school.root / "mkdocs.yml").read_text(encoding="utf-8") == settings


# -- what stands at an old address ------------------------------------------------------------------------------------


def old_page(school: Project, path: str, old: str, site: Path) -> str:
    file = school.root / path
    file.write_text(f"{file.read_text('utf-8')}weiterleitungen:\n  - {old}\n", "utf-8")
    catalog = load_project(school).catalog
    urls = {item.address: item.address.strip("/") + "/" for item in catalog if "#" not in item.address}
    write_redirects(catalog, site, urls)
    return (site / old.strip("/") / "index.html").read_text("utf-8")


def test_a_moved_record_is_led_to_at_once(school, tmp_path):
    page = old_page(school, f"content/{OLD}.yml", "/leitprojekte/frueher/", tmp_path / "site")
    assert 'http-equiv="refresh"' in page
    assert 'href="../pegel-app/"' in page


def test_a_removed_record_leaves_a_page_that_says_where_to_go(school, tmp_path):
    page = old_page(school, f"content/{OLD}.yml", "/praxisbeispiele/entfernt/", tmp_path / "site")
    assert "refresh" not in page
    assert "gibt es nicht mehr" in page
    assert 'href="../../leitprojekte/pegel-app/"' in page
    assert 'href="../../"' in page


def test_a_link_to_an_old_address_is_told_the_new_one(school):
    move(school)
    guide = next((school.root / "guides").glob("*.md"))
    guide.write_text(f"{guide.read_text('utf-8')}\nSiehe [hier](/leitprojekte/pegel-app/).\n", "utf-8")
    found = [one for one in check_project(school, load_project(school)) if one.rule == "verweis-leer"]
    assert [one.hint for one in found] == ["Sie führt heute zu „/leitprojekte/wasserstand/“."]


def test_the_halves_of_a_killed_move_are_gone_after_the_next(school):
    left = school.root / "guides" / ".pegel-messen.md.4711.teil"
    left.write_text("halb", encoding="utf-8")
    other = school.root / "guides" / ".pegel-messen.md.swp"
    other.write_text("des Editors", encoding="utf-8")
    move(school)
    assert not left.exists()
    assert other.exists()
