"""Words of the index: folded alike on both sides, found whole, by their beginning, or as a pair of characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.tickets.index import audience_token
from contactcenter.tickets.search import excerpt
from contactcenter.tickets.words import INDEXED_TOKENS, fold, index_tokens, query_terms

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=8)
WORD = st.text(st.characters(categories=("Ll", "Lu", "Nd"), max_codepoint=0x24F), min_size=1, max_size=20)
PROSE = st.text(max_size=200)


def finds(query: str, text: str) -> bool:
    """What both databases do: every term's tokens in a row, the last of a prefix term by its beginning."""
    tokens = index_tokens(text)
    for term in query_terms(query):
        *whole, last = term.tokens
        if not any(
            tokens[place : place + len(whole)] == whole
            and place + len(whole) < len(tokens)
            and (tokens[place + len(whole)].startswith(last) if term.prefix else tokens[place + len(whole)] == last)
            for place in range(len(tokens))
        ):
            return False
    return True


@given(PROSE, HAN, PROSE)
def test_chinese_is_found_inside_any_sentence(before: str, words: str, after: str) -> None:
    assert finds(words, before + words + after)


@given(PROSE, HAN)
def test_a_single_character_is_found(before: str, words: str) -> None:
    assert finds(words[0], f"{before} {words}")
    assert finds(words[-1], f"{before} {words}")


@given(PROSE, WORD, PROSE, st.integers(1, 20))
def test_a_word_is_found_by_its_beginning_in_any_case(before: str, word: str, after: str, length: int) -> None:
    text = f"{before} {word} {after}"
    assert finds(word, text)
    assert finds(fold(word)[:length], text)
    assert finds(word.swapcase(), text) or fold(word.swapcase()) != fold(word)


@pytest.mark.parametrize(("query", "text"), [
    ("续借", "我想续借一本书"), ("ｒｅｎｅｗ", "please RENEW it"), ("renew", "ＲＥＮＥＷ"), ("cafe", "Café"), ("Žižek", "zizek"),
    ("ﬁle", "file"), ("ς", "Σ"), ("straße", "STRASSE"), ("2024", "in 2024年"), ("図書館", "国立図書館で"), ("ﾄｼｮ", "トショカン"),
    ("续借 renew", "renew 我想续借"), ("don't", "don't panic"), ("bj", "Bjørn"), ("bjø", "BJØRN"), ("iraq", "Iraqi"), ("моск", "Москва"),
])
def test_found(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), [
    ("续借", "续 借"), ("借续", "续借"), ("enew", "renew"), ("renew", "re new"), ("续借", "手续借阅之外"[:2] + "，借"),
    ("w12", "12"), ("u4e00", "一"), ("zq1", "anything"), ("bjq000f8rn", "Bjørn"), ("q", "ø"),
])
def test_not_found(query: str, text: str) -> None:
    assert not finds(query, text)


@given(PROSE)
def test_tokens_are_letters_and_digits_that_no_audience_looks_like(text: str) -> None:
    for token in index_tokens(text):
        assert re.fullmatch(r"[wu][0-9a-z]+", token)
        assert token not in {audience_token("q:1"), audience_token("s:1")}
    assert all(term.tokens for term in query_terms(text))
    assert len(query_terms(text)) <= 16


@given(PROSE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_book_as_a_mail_stays_within_bounds() -> None:
    distinct = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(100_000))
    assert len(index_tokens(distinct)) == INDEXED_TOKENS
    words = " ".join(f"{number:064x}" for number in range(3_000))
    assert len(" ".join(index_tokens(words * 10))) < 700_000


def test_the_excerpt_shows_the_match_on_one_line() -> None:
    text = "Dear library,\n" + "word " * 100 + "我想续借一本书。\n" + "word " * 100
    shown = excerpt(text, "续借")
    assert "续借" in shown
    assert "\n" not in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("Short.", "nothing") == "Short."
