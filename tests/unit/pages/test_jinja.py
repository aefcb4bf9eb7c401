"""The quick environment gives what Jinja's own gives: the same text, the same escaping, the same errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from schule.pages.jinja import QuickEnvironment

TEMPLATES = {
    "m": '{% macro link(name, css="") %}<a class="{{ css }}">{{ name }}</a>{% endmacro %}',
    "rahmen": "<h1>{% block kopf %}{% endblock %}</h1>{% filter upper %}{% block text %}{% endblock %}{% endfilter %}",
    "seite": (
        '{% extends "rahmen" %}{% import "m" as m %}'
        "{% block kopf %}{{ titel }}{{ html }}{{ zahl }}{{ nichts }}{% endblock %}"
        "{% block text %}{% for eins in liste %}{{ m.link(eins, css=loop.index) }}{{ plain(eins) }}{{ named('titel') }}"
        "{{ eins|e }}{{ eins ~ html }}{% endfor %}{% set teil %}<i>{{ titel }}</i>{% endset %}{{ teil }}{% endblock %}"
    ),
    "namen": "{{ m.link }}{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}<b>{{ titel }}</b>{% endcall %}",
}
VALUES = {
    "titel": "<A & \"B\" 'C'>",
    "html": Markup("<b>x</b>"),
    "zahl": 3,
    "nichts": None,
    "liste": ["a", "<b>", "c&d"],
}


@pass_context
def named(context: Context, name: str) -> Any:
    """Return what the context holds under a name."""
    return context[name]


def environment(make: Callable[..., Environment]) -> Environment:
    """Return an environment with the settings of the pages."""
    made = make(loader=DictLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    made.globals.update(plain=lambda value: Markup("<u>{}</u>").format(value), named=named)
    return made


@pytest.mark.parametrize("name", ["seite", "namen"])
def test_quick_environment_gives_the_text_of_jinja(name: str) -> None:
    values = {**VALUES, "m": {"link": "<nur Text>"}} if name == "namen" else VALUES
    texts = [environment(make).get_template(name).render(values) for make in (Environment, QuickEnvironment)]
    assert texts[0] == texts[1]
    assert "&lt;" in texts[1]


def test_a_name_that_does_not_exist_stays_an_error() -> None:
    template = environment(QuickEnvironment).from_string("{{ fehlt }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_an_argument_too_many_for_a_macro_stays_an_error() -> None:
    template = environment(QuickEnvironment).from_string('{% import "m" as m %}{{ m.link(1, 2, 3) }}')
    with pytest.raises(TypeError):
        template.render()
