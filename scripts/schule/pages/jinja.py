"""A Jinja environment that takes the short way where nothing depends on the long one.

Takes the arguments of ``jinja2.Environment`` and gives the same text. Two of Jinja's general ways are walked millions of
times for ten thousand pages and are shortened here through its own hooks: HTML that is escaped already is copied twice
for every place where it is printed, and before every call Jinja looks whether the function wants to know the context.
``code_generator_class`` and ``context_class`` are Jinja's; a release that calls them otherwise is slower, not different.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from types import FunctionType, MethodType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>\"']")


class QuickContext(Context):
    """A context that calls macros and plain functions without asking what else they might be."""

    def call(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call what a template calls; whatever asks for the context gets it from Jinja itself."""
        kind = type(function)
        if kind is Macro:
            arguments = (self.eval_ctx, *arguments)
        elif kind not in (FunctionType, MethodType) or hasattr(function, "jinja_pass_arg"):
            return super().call(function, *arguments, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return function(*arguments, **named)


class QuickCodeGenerator(CodeGenerator):
    """Compiles ``{{ value }}`` to a call of ``printed`` instead of ``escape``."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)


class QuickEnvironment(Environment):
    """Jinja's environment with the short cuts; its globals are set before the first template is loaded."""

    code_generator_class = QuickCodeGenerator
    context_class = QuickContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what all templates see as one table, which Jinja copies for every page."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def printed(value: Any) -> str:
        """Return a value as it stands on the page: HTML as it is, everything else escaped."""
        kind = type(value)
        if kind is Markup or (kind is str and not _SPECIAL.search(value)):
            return value  # type: ignore[no-any-return]
        return escape(value)
