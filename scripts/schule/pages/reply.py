"""Ways back to the editors: a ticket and an e-mail, both with the same subject and text.

Takes the operator's addresses, returns links; nothing is sent. An address that the operator left empty gives no link.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class TicketForm:
    """The page of a code host where a ticket is written, and the names under which it takes title and text."""

    address: str
    title: str
    text: str


@dataclass(frozen=True)
class Reply:
    """The links of one page; empty where the operator set no address."""

    ticket: str
    mail: str


def ticket_form(repo_url: str) -> TicketForm | None:
    """Return where a ticket is written: GitHub by its host, everything else as GitLab does it."""
    base = repo_url.rstrip("/")
    if not base:
        return None
    if "github.com" in base:
        return TicketForm(f"{base}/issues/new", "title", "body")
    return TicketForm(f"{base}/-/issues/new", "issue[title]", "issue[description]")


def reply_links(repo_url: str, contact: str, subject: str, text: str) -> Reply:
    """Return the links that open a ticket and an e-mail with a subject and a text."""
    form = ticket_form(repo_url)
    ticket = f"{form.address}?{form.title}={_packed(subject)}&{form.text}={_packed(text)}" if form else ""
    mail = f"mailto:{contact}?subject={_packed(subject)}&body={_packed(text)}" if contact else ""
    return Reply(ticket, mail)


def remark_links(repo_url: str, contact: str, title: str, address: str, source: str | None) -> Reply:
    """Return the links for a hint about a page: what it is called, where it stands, which file an editor changes."""
    lines = [f"Seite: {address}", *([f"Datei: {source}"] if source else []), "", "Mein Hinweis: "]
    return reply_links(repo_url, contact, f"Hinweis zu: {title}", "\n".join(lines))


def _packed(text: str) -> str:
    return quote(text, safe="")
