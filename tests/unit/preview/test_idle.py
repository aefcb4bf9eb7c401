"""What costs time for ten thousand records waits until nobody waits for a page."""

from __future__ import annotations

import gc
import weakref

import pytest

from schule.collector import collecting_when_idle
from schule.preview import state
from schule.preview.state import Preview


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def follower(monkeypatch: pytest.MonkeyPatch, generation: int) -> Preview:
    """A preview of nothing, in which somebody has saved ``generation`` times."""
    preview = Preview.__new__(Preview)
    preview._generation, preview._duration = generation, 0.0
    monkeypatch.setattr(preview, "_reload", lambda _generation, structural: None)
    monkeypatch.setattr(state, "_IDLE", 0.0)
    return preview


def test_old_objects_are_looked_through_behind_a_save_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    preview = follower(monkeypatch, 3)
    before = gc.get_threshold()
    looks: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        looks.extend([info["generation"]] if phase == "start" else [])

    with collecting_when_idle():
        ring = Ring()
        gc.collect()  # makes it an old object
        gone = weakref.ref(ring)
        del ring
        gc.callbacks.append(note)
        many = [[] for _ in range(2_000_000)]
        assert 1 in looks
        assert 2 not in looks
        preview._follow(2)  # somebody has saved since
        assert gone() is not None
        preview._follow(3)
        assert gone() is None
        gc.callbacks.remove(note)
    assert gc.get_threshold() == before
    assert many
