"""What the accessibility tests look at: one page in a real browser, check by check, findings as values.

Each check takes an open page and returns sentences in German, empty where nothing is wrong; the statement on accessibility
prints them. What no program can tell (whether a text is understood, what a screen reader makes of a page) is not here and
is named as untested on the statement's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from schule.pages.audit import IMPACTS
from tests.e2e.conftest import Watched

SERIOUS = {"schwer", "ernst"}
DESKTOP = {"width": 1280, "height": 900}
STEPS = 60


@dataclass(frozen=True)
class Finding:
    """What a check found on a page, and how bad that is for readers (`schwer`, `ernst`, `mittel`, `gering`)."""

    text: str
    impact: str
    detail: str = ""


@dataclass
class PageAudit:
    """The findings on one page by the name of the check, and the version of the engine that looked."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    engine: str = ""


def axe_findings(page: Page) -> tuple[list[Finding], str]:
    """Return what axe-core finds on the page as it is now, of any impact, and its version."""
    response = Axe().run(page).response
    found = [
        Finding(f"{fault['id']}: {fault['help']}", IMPACTS[fault["impact"]], fault["nodes"][0]["html"][:200])
        for fault in response["violations"]
    ]
    return found, response["testEngine"]["version"]


def violations(watched: Watched) -> list[str]:
    """Return what axe-core calls serious or worse on the page as it is now."""
    found, _engine = axe_findings(watched.page)
    return [f"{one.text} – {one.detail}" for one in found if one.impact in SERIOUS]


def heading_findings(page: Page) -> list[Finding]:
    """Return faults in the order of headings: one first level at the top, no level left out."""
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])")
    return [Finding(text, "mittel", str(levels)) for text in outline_faults(levels)]


def outline_faults(levels: list[int]) -> list[str]:
    """Return what is wrong with a sequence of levels of headings."""
    begins = levels[:1] == [1] and levels.count(1) == 1
    faults = [] if begins else ["Die Überschriften beginnen nicht mit genau einer ersten Ebene"]
    return faults + [f"Die Überschriften springen von Ebene {a} auf {b}" for a, b in pairwise(levels) if b > a + 1]


def width_findings(width: int) -> Callable[[Page], list[Finding]]:
    """Return the check that the page fits a window of this width without scrolling sideways."""

    def check(page: Page) -> list[Finding]:
        page.set_viewport_size({"width": width, "height": 720})
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        page.set_viewport_size(DESKTOP)
        if needed <= width:
            return []
        return [Finding(f"Bei {width} Punkten Breite muss man seitwärts blättern", "ernst", f"{needed}")]

    return check


# WCAG 2.1, 1.4.12: nothing may be cut off when a reader widens the spacing of the text.
_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (box.width < 3 || box.height < 3 || style.visibility !== "visible" || !one.innerText?.trim()) return false;
  const cuts = (how) => how === "hidden" || how === "clip";
  return (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 2) || (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 2);
}).map((one) => one.outerHTML.slice(0, 160))"""


def spacing_findings(page: Page) -> list[Finding]:
    """Return whether wider spacing of the text cuts something off."""
    style = page.add_style_tag(content=_SPACING)
    cut = page.evaluate(_CUT_OFF)
    style.evaluate("(one) => one.remove()")
    return [Finding("Bei weiterem Textabstand wird Text abgeschnitten", "ernst", cut[0])] if cut else []


# About the element that has the focus: null at the end of the page, else what a reader with a keyboard has to know of it.
_FOCUSED = """async (step) => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const before = one.dataset.besucht;
  if (before === "0" && step > 0) return null; // once around
  one.dataset.besucht ??= step;
  const about = [one, ...(one.labels ?? []), ...one.querySelectorAll("path, rect, circle")];
  const form = one.closest(".md-header__option");
  if (form) about.push(...form.querySelectorAll("label:not([hidden])"));
  const marked = about.some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || (part !== one && part instanceof SVGElement && parseFloat(style.strokeWidth) >= 2);
  });
  const places = [0.5, 0.1, 0.9, 0.3, 0.7].flatMap((across) => [0.5, 0.2, 0.8, 0.35, 0.65].map((down) => [across, down]));
  const isSeen = () => about.some((part) => [...part.getClientRects()].some((box) => places.some(([across, down]) => {
    const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    return top && (part.contains(top) || top.contains(part) && top !== document.body);
  })));
  // A long way takes a frame to scroll, and on a busy machine a while; what is covered stays so.
  for (let waits = 0; waits < 20 && !isSeen(); waits++) await new Promise((done) => setTimeout(done, 100));
  const seen = isSeen();
  const label = one.getAttribute("aria-labelledby");
  const named = one.getAttribute("aria-label") || (label && document.getElementById(label)?.textContent) || one.labels?.[0]?.textContent || one.textContent || one.title || one.querySelector("img")?.alt;
  return { again: before !== undefined, marked, seen, named: !!named?.trim(), skips: one.hash?.length > 1, html: one.outerHTML.slice(0, 160) };
}"""


def keyboard_findings(page: Page) -> list[Finding]:
    """Return what is wrong for a reader who goes through a page with the Tab key alone.

    The page is one that was loaded and not yet used: the browser goes on from where something was last focused or clicked.
    """
    found: dict[str, Finding] = {}
    for step in range(STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED, step)
        if at is None:
            break
        faults = {
            "Die Tastatur kommt an einer Stelle nicht weiter": at["again"],
            "Eine Stelle hat den Fokus, ohne dass man es sieht": not at["marked"] and not at["again"],
            "Eine Stelle hat den Fokus und ist verdeckt": not at["seen"] and not at["again"],
            "Eine Stelle mit Fokus hat keinen Namen": not at["named"],
            "Die erste Stelle führt nicht zum Inhalt": step == 0 and not at["skips"],
        }
        for text in (text for text, wrong in faults.items() if wrong):
            found.setdefault(text, Finding(text, "ernst", at["html"]))
        if at["again"]:
            break
    return list(found.values())


@dataclass(frozen=True)
class PageCheck:
    """A check: its name and its way in the words of the statement, how it is done, and in which view."""

    name: str
    way: str
    run: Callable[[Page], list[Finding]]
    view: str = "light"


CHECKS = (
    PageCheck("Überschriften", "Die Überschriften bilden eine Gliederung ohne Lücken.", heading_findings),
    PageCheck("Schmaler Bildschirm", "Bei 320 Punkten Breite muss niemand seitwärts blättern (WCAG 1.4.10).", width_findings(320)),
    PageCheck("Doppelte Größe", "Bei 200 Prozent Vergrößerung auf einem Bildschirm von 1280 Punkten ebenso.", width_findings(640)),
    PageCheck("Textabstände", "Mit weiteren Abständen von Zeilen, Wörtern und Buchstaben wird nichts abgeschnitten (WCAG 1.4.12).", spacing_findings),
    PageCheck(
        "Tastatur",
        f"Bis zu {STEPS} Schritte mit der Tabulatortaste: Jede Stelle ist sichtbar hervorgehoben, unverdeckt und benannt, keine hält fest.",
        keyboard_findings,
        "dark",
    ),
)  # fmt: skip
AXE_WAY = "axe-core mit allen seinen Regeln, darunter die für WCAG 2.1, Stufen A und AA."
VIEWS = {"light": "Helle Ansicht", "dark": "Dunkle Ansicht"}


# Fonts are there, every element of ours has begun its work and shows what it was asked for.
_SETTLED = """document.fonts.status === "loaded" && !document.querySelector(":not(:defined), [aria-busy=true]")
  && [...document.querySelectorAll("schule-suchseite:not([art]) .ss-zahl")].every((one) => one.textContent)"""


def wait_until_settled(page: Page) -> None:
    """Wait until a page that has loaded looks as it stays."""
    page.wait_for_function(_SETTLED)


def audit_page(page: Page, address: str) -> PageAudit:
    """Open a page in both views and do all checks, each in one of them."""
    audit = PageAudit()
    page.set_viewport_size(DESKTOP)
    for scheme, name in VIEWS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        response = page.goto(address)
        assert response
        assert response.status == 200, address
        wait_until_settled(page)
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == scheme, address
        audit.findings[name], audit.engine = axe_findings(page)
        for check in CHECKS:
            if check.view == scheme:
                audit.findings[check.name] = check.run(page)
    return audit
