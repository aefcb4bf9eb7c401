import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schule.search.analysis import fold, fold_lines, is_word, normal, runs, surfaces
from schule.search.encoding import to_utf8
from schule.search.varint import Cursor, encode, encode_one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die E-Government-Strategie (2025).", ["die", "e-government-strategie", "2025"]),
        ("§ 24a Absatz 1 und §§ 3", ["§ 24a", "absatz", "1", "und", "§§ 3"]),
        ("5G, LoRaWAN, ITS_2025!", ["5g", "lorawan", "its_2025"]),
        ("Bürger*innen zahlen 1.000,50 Euro", ["bürger*innen", "zahlen", "1.000,50", "euro"]),
    ],
)
def test_words_numbers_and_joined_words_are_found(text: str, words: list[str]) -> None:
    assert surfaces(text) == words


@pytest.mark.parametrize(
    "spellings",
    [
        ("müller", "mueller", "muller", unicodedata.normalize("NFD", "müller")),
        ("straße", "strasse"),
        ("e-mail", "email"),
        ("bürger*innen", "bürger:innen", "bürgerinnen"),
        ("§ 24a", "§24a"),
        ("łódź", "lodz"),
    ],
)
def test_spellings_of_one_word_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("word", ["quelle", "neue", "dauer", "bauer", "feuer"])
def test_ue_that_is_no_umlaut_stays(word: str) -> None:
    assert fold(word) == word


def test_inner_words_of_a_joined_word() -> None:
    assert runs("e-government") == ["e", "government"]
    assert runs("its_2025") == ["its", "2025"]
    assert runs("haus") == []


def test_data_is_no_word() -> None:
    assert not is_word("x" * 61)
    assert not is_word("a/b/c/d/e/f/g")
    assert is_word("open-source-software")


@given(st.lists(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"])), min_size=1))
def test_folding_lines_is_folding_each_line(lines: list[str]) -> None:
    lines = [normal(line) for line in lines]
    assert fold_lines("\n".join(lines)).split("\n") == [fold(line) for line in lines]


@given(st.lists(st.integers(0, 2**34)))
def test_numbers_come_back_from_varints(numbers: list[int]) -> None:
    payload = encode(np.array(numbers, dtype=np.int64))
    assert payload == encode_one(*numbers)
    cursor = Cursor(payload)
    assert [cursor.number() for _ in numbers] == numbers


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeff<p>Größe".encode(),
        b"\xff\xfe" + "<p>Größe".encode("utf-16-le"),
        b"\xfe\xff" + "<p>Größe".encode("utf-16-be"),
        '<meta charset="iso-8859-1"><p>Größe'.encode("cp1252"),
        '<?xml version="1.0" encoding="ISO-8859-15"?><p>Größe'.encode("iso-8859-15"),
        '<meta http-equiv="content-type" content="text/html; charset=windows-1252"><p>Größe'.encode("cp1252"),
        "<p>Größe".encode("cp1252"),
        '<meta charset="utf-8"><p>Größe'.encode("cp1252"),
        "<p>Größe".encode(),
    ],
)
def test_every_encoding_is_read(raw: bytes) -> None:
    assert to_utf8(raw).decode().endswith("<p>Größe")


@given(st.binary())
def test_any_bytes_become_utf8(raw: bytes) -> None:
    to_utf8(raw).decode()
