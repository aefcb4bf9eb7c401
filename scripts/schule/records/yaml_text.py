"""Write plain data as YAML in the style of the records: nothing quoted without need, long texts folded.

Takes dicts, lists and text (every scalar is text, as the reader of YAML gives it), returns YAML that reads back as the
same data. It makes new files and examples only; files that exist are changed in place, so that their comments stay.
"""

from __future__ import annotations

from typing import Any

import yaml

WIDTH = 112
_FLOW_WIDTH = 80
_FOLD_FROM = 95


def to_yaml(data: Any) -> str:
    """Return the data as a YAML block that ends with a newline."""
    text: str = yaml.dump(
        data, Dumper=_RecordDumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=WIDTH
    )
    return text


class _RecordDumper(yaml.SafeDumper):
    """Leaves dates, numbers and ``ja`` unquoted, because the reader takes every scalar as text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, False)


# Only what the reader takes for an empty value must be quoted.
_RecordDumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _text(dumper: _RecordDumper, value: str) -> yaml.ScalarNode:
    style = None
    if "\n" in value:
        style = "|"
    elif len(value) > _FOLD_FROM and " " in value:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: _RecordDumper, value: list[Any]) -> yaml.SequenceNode:
    short = all(isinstance(item, str) for item in value) and sum(len(item) + 2 for item in value) < _FLOW_WIDTH
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


_RecordDumper.add_representer(str, _text)
_RecordDumper.add_representer(list, _list)
