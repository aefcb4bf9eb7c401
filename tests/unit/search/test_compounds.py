import pytest
import Stemmer

from schule.search.compounds import split, weigh_parts

WORDS = (
    "bürger beteiligung haus abend mahl abendmahl gemeinschaft schule hof kirche turm wohnung bau wohnungsbau amt rat stadt "
    "planung verkehr zeit raum weltraum fahrt der und mit schaft heit"
).split()


@pytest.fixture(scope="module")
def weights() -> dict[str, int]:
    keys = sorted(word.replace("ü", "u") for word in WORDS)
    return weigh_parts(keys, Stemmer.Stemmer("german").stemWords(keys), [9] * len(keys), 100)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("burgerbeteiligung", ("burger", "beteiligung")),
        ("abendmahlsgemeinschaft", ("abendmahl", "gemeinschaft")),
        ("schulhof", ("schule", "hof")),
        ("kirchturm", ("kirche", "turm")),
        ("wohnungsbauamt", ("wohnungsbau", "amt")),
        ("stadtplanung", ("stadt", "planung")),
    ],
)
def test_compounds_are_split_with_their_linking_elements(
    weights: dict[str, int], word: str, parts: tuple[str, ...]
) -> None:
    assert split(word, weights) == parts


@pytest.mark.parametrize("word", ["haus", "gemeinschaft", "einheit", "mitder", "rathau"])
def test_simple_words_and_endings_are_not_split(weights: dict[str, int], word: str) -> None:
    assert split(word, weights) == ()


def test_rare_short_words_are_no_parts() -> None:
    weights = weigh_parts(["lte", "mode", "haus"], ["lte", "mode", "haus"], [1, 1, 40], 20_000)
    assert "haus" in weights
    assert not {"lte", "mode"} & weights.keys()
