"""A stranger's HTML: what survives, what does not, and how it reads as text."""

import pytest

from contactcenter.channels.email.html_text import from_text, to_text
from contactcenter.channels.email.sanitise import clean


def cleaned(html: str) -> str:
    result = clean(html)
    assert result is not None
    return result


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<iframe src='https://x.example'></iframe>",
        "<object data='x'></object>",
        "<form action='https://x.example'><input></form>",
        "<meta http-equiv=refresh content=0>",
        "<link rel=stylesheet href='https://x.example/a.css'>",
        "<base href='https://x.example'>",
        "<style>@import 'https://x.example'</style>",
        "<p style=\"background:url('https://x.example')\">x</p>",
        "<p style='background-image:u\\72l(https://x.example)'>x</p>",
        "<a href='data:text/html,<script>'>x</a>",
        "<img src='data:image/svg+xml;base64,AAAA'>",
        "<p style='width:expression(alert(1))'>x</p>",
        "<video src='https://x.example'></video>",
        "<img srcset='https://x.example 2x'>",
        "<table background='https://x.example'><tr><td>x</table>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<p style='background:image-set(\"https://x.example\" 1x)'>x</p>",
    ],
)
def test_nothing_runs_or_loads(html: str) -> None:
    result = cleaned(html).lower()
    for bad in (
        "script",
        "onerror",
        "onload",
        "<iframe",
        "<object",
        "<form",
        "<input",
        "<meta",
        "<link",
        "<base",
        "<style",
        "url(",
        "expression",
        "<video",
        "srcset",
        "background=",
        "svg",
        "image-set",
        "\\72",
    ):
        assert bad not in result, result


@pytest.mark.parametrize(
    "style",
    [
        "position:fixed",
        "position:absolute;top:0",
        "z-index:9999",
        "transform:scale(100)",
        "opacity:0",
        "float:left",
        "margin-left:-5000px",
        "margin:-10px",
        "display:none",
        "text-indent:-999px",
        "visibility:hidden",
    ],
)
def test_nothing_covers_or_hides(style: str) -> None:
    assert cleaned(f'<p style="{style}">x</p>') in {"<p>x</p>", '<p style="">x</p>', '<p style="top:0">x</p>'}


def test_what_people_write_survives() -> None:
    html = (
        '<h2 style="color:#a00">T</h2><ul><li>a</li></ul><ol start="3"><li>b</li></ol>'
        '<table border="1"><tbody><tr><td colspan="2" bgcolor="#eee">c</td></tr></tbody></table>'
        '<font color="red" size="4">d</font><blockquote>e</blockquote>'
    )
    assert cleaned(html) == html


def test_links_open_elsewhere_and_tell_nothing() -> None:
    result = cleaned('<a href="https://catalogue.example/1?a=1&amp;b=2">book</a>')
    assert (
        result == '<a href="https://catalogue.example/1?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">book</a>'
    )


@pytest.mark.parametrize(
    "source", ["https://t.example/p.gif?a=1&amp;b=2", "HTTP://t.example/p.gif", "//t.example/p.gif"]
)
def test_a_remote_image_is_set_aside(source: str) -> None:
    result = cleaned(f'<p><img alt="a>b" src="{source}" width="1"></p>')
    assert f'data-remote="{source}"' in result
    assert " src=" not in result


def test_a_text_cannot_pose_as_an_image() -> None:
    assert cleaned("<a title='<img src=\"https://t.example/\">'>x</a>").count("data-remote") == 0
    assert cleaned('&lt;img src="https://t.example/"&gt;').count("data-remote") == 0


def test_an_inline_image_stays() -> None:
    assert cleaned('<img src="cid:a@b">') == '<img src="cid:a@b">'
    assert cleaned('<img src="data:image/png;base64,AAAA">') == '<img src="data:image/png;base64,AAAA">'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div><div><br></div><div>three</div>", "one\ntwo\n\nthree"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("see <a href='https://x.example/y'>the page</a>.", "see the page <https://x.example/y>."),
        (
            "<a href='https://x.example/'>x.example</a> <a href='mailto:a@b.example'>a@b.example</a>",
            "x.example a@b.example",
        ),
        ("<p>new</p><blockquote>old<blockquote>older</blockquote></blockquote>", "new\n\n> old\n>\n> > older"),
        ("  many   \n blanks ", "many blanks"),
        ("<pre>keep\n  this</pre>", "keep\n  this"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ("<p>x<img src='cid:a' alt='logo'></p>", "x[logo]"),
        ("<p>你好，</p>\n<p>续借</p>", "你好，\n\n续借"),
        ("", ""),
    ],
)
def test_html_reads_well_as_text(html: str, text: str) -> None:
    assert to_text(cleaned(html)) == text


def test_text_becomes_html() -> None:
    assert from_text("a <b>\nc") == "<p>a &lt;b&gt;<br>\nc</p>"
