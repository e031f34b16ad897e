"""HTML mail: hostile, as clients write it, and how it reads as text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.case import Case, Reading

HEAD = ("From: Amina <amina@patron.example>\nTo: help@library.example\nSubject: x\nMIME-Version: 1.0\nDate: Tue, 24 Nov 2026 10:00:00 +0800\n"
        "Message-ID: <1@patron.example>\nContent-Type: text/html; charset=utf-8\n\n")
HOSTILE = (
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.example/a.js></SCRIPT>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>", "<body onload=alert(1)>", "<svg onload=alert(1)><circle/></svg>", "<svg><script>alert(1)</script></svg>",
    "<svg><use href='data:image/svg+xml,x'/></svg>", "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>", "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x.swf></object>", "<embed src=x.swf>", "<applet code=x></applet>",
    "<a href=javascript:alert(1)>x</a>", "<a href='java&#10;script:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>", "<a href=' javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>", "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<a href='file:///etc/passwd'>x</a>", "<a onclick=alert(1) href='#'>x</a>",
    "<form action=https://x.example><input name=p><button>go</button></form>", "<input type=image src=https://x.example/a>", "<textarea>x</textarea>",
    "<button formaction=javascript:alert(1)>x</button>", "<select><option>x</select>", "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<base href=https://x.example>", "<link rel=stylesheet href=https://x.example/a.css>", "<link rel=import href=//x.example>",
    "<style>@import url(https://x.example/a.css);</style>", "<style>body{background:url(https://x.example)}</style>", "<style>p{position:fixed}</style>",
    "<p style='background:url(https://x.example/a)'>x</p>", "<p style='background:u\\72l(https://x.example/a)'>x</p>", "<p style='background:/**/url(//x)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>", "<p style='behavior:url(x.htc)'>x</p>", "<p style='-moz-binding:url(x)'>x</p>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999'>x</div>", "<div style='POSITION : absolute'>x</div>",
    "<div style='margin-top:-500px'>x</div>", "<div style='margin:-1em'>x</div>", "<div style='transform:translate(-99px)'>x</div>", "<div style='float:left'>x</div>",
    "<div style='opacity:0.01'>x</div>", "<div style='display:none'>x</div>", "<div style='filter:alpha(opacity=0)'>x</div>", "<div style='clip-path:circle(0)'>x</div>",
    "<img src=https://t.example/p.gif>", "<img src='//t.example/p.gif'>", "<img srcset='https://t.example/p.gif 2x'>", "<img lowsrc=https://t.example/p.gif>",
    "<img dynsrc=https://t.example/p.gif>", "<img src=ftp://t.example/p.gif>", "<img src='data:image/svg+xml,<svg onload=alert(1)>'>", "<img src=file:///etc/passwd>",
    "<table background=https://t.example/p.gif><tr><td background=//t.example>x</table>", "<body background=https://t.example/p.gif>x", "<video src=https://t.example poster=//t.example></video>",
    "<audio src=https://t.example></audio>", "<source src=https://t.example>", "<picture><source srcset=https://t.example></picture>", "<track src=https://t.example>",
    "<bgsound src=https://t.example>", "<frameset><frame src=https://t.example></frameset>", "<ilayer src=https://t.example>x</ilayer>", "<isindex action=javascript:alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<xml><i><b><script>alert(1)</script></b></i></xml>", "<title><script>alert(1)</script></title>", "<template><script>alert(1)</script></template>", "<p id=console class=button>x</p>",
    "<a name=x id=y href='https://ok.example' target=_self onmouseover=alert(1)>ok</a>", "<marquee onstart=alert(1)>x</marquee>", "<details open ontoggle=alert(1)>x</details>",
    "<dialog open>x</dialog>", "<portal src=https://t.example></portal>", "<map><area href=javascript:alert(1)></map>", "<keygen autofocus onfocus=alert(1)>",
)
NEVER = ("<script", "<svg", "<math", "<iframe", "<object", "<embed", "<applet", "<form", "<input", "<button", "<select", "<textarea", "<meta", "<base", "<link",
         "<style", "<video", "<audio", "<source", "<frame", "javascript:", "vbscript:", "data:text", "data:image/svg", "file:", "ftp:", "onerror", "onload", "onclick",
         "onmouseover", "onstart", "ontoggle", "url(", "expression", "@import", "position", "z-index", "transform", "float:", "opacity", "display:", "margin:-", "margin-top:-",
         "background=", "srcset", ' src="http', ' src="//', "clip-path", "behavior", "binding", " id=", " class=", "<dialog", "<details", "<marquee", "<area", "&lt;script")
READS = {
    "paragraphs": ("<p>one</p><p>two</p>", "one\n\ntwo"), "breaks": ("one<br>two<br/><br />three", "one\ntwo\n\nthree"),
    "divs": ("<div>one</div><div>two</div><div><br></div><div>three</div>", "one\ntwo\n\nthree"),
    "word": ("<p class=MsoNormal>one<o:p></o:p></p><p class=MsoNormal>two</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>three</p>", "one\ntwo\n\nthree"),
    "empty paragraphs": ("<p>one</p><p>&nbsp;</p><p>&nbsp;</p><p>two</p>", "one\n\ntwo"), "list": ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
    "numbered": ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"), "numbered from three": ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    "table": ("<table><tr><th>书名</th><th>作者</th></tr><tr><td>红楼梦</td><td>曹雪芹</td></tr></table>", "书名\t作者\n红楼梦\t曹雪芹"),
    "table for layout": ("<table><tr><td><p>Dear library,</p><p>Is it open?</p></td></tr></table>", "Dear library,\n\nIs it open?"),
    "table of paragraphs": ("<table><tr><td><p>书名</p></td><td><p>作者</p></td></tr><tr><td><p>红楼梦</p></td><td><p>曹雪芹</p></td></tr></table>", "书名\t作者\n红楼梦\t曹雪芹"),
    "list of paragraphs": ("<p>x</p><ul><li><p>a</p></li><li><p>b</p><ul><li>c</li></ul></li></ul><p>y</p>", "x\n\n- a\n- b\n  - c\n\ny"),
    "item of two paragraphs": ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\nb\n- c"),
    "list in an empty item": ("<ul><li><ul><li>c</li></ul></li></ul>", "-\n  - c"), "break after a block": ("<div>a</div><br>b", "a\n\nb"),
    "link after a block": ('<div>a</div><a href="https://x.example/">b</a>', "a\nb <https://x.example/>"), "quotation within": ("<div>a<blockquote>b</blockquote></div>c", "a\n\n> b\n\nc"),
    "link": ('see <a href="https://x.example/y">the page</a>.', "see the page <https://x.example/y>."),
    "link that says itself": ('<a href="https://x.example/">https://x.example</a>', "https://x.example"), "mailto": ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
    "quotation": ("<p>new</p><blockquote>old</blockquote>", "new\n\n> old"), "preformatted": ("<pre>a\n  b</pre>", "a\n  b"), "entities": ("1 &lt; 2 &amp;&amp; 3&nbsp;&gt; 2", "1 < 2 && 3 > 2"),
    "white": ("  many \n   blanks\t here ", "many blanks here"), "heading": ("<h1>Title</h1><p>text</p>", "Title\n\ntext"), "rule": ("a<hr>b", "a\n---\nb"),
    "image": ('<img src="cid:a" alt="map"> here', "[map] here"), "no alt": ('<img src="cid:a" alt=""> here', "here"), "chinese": ("<div>您好，</div><div>请问周日开馆吗？</div>", "您好，\n请问周日开馆吗？"),
    "spans": ("<span>one</span><span> two</span>", "one two"), "head": ("<html><head><title>T</title><style>p{color:red}</style></head><body><p>text</p></body></html>", "text"),
    "comments": ("a<!-- hidden -->b", "ab"), "unclosed": ("<p>one<p>two<b>three", "one\n\ntwothree"), "broken": ("<p>one</p></div></b><p>two", "one\n\ntwo"),
    "bare": ("just words", "just words"), "less than": ("a < b and c > d", "a < b and c > d"), "definition": ("<dl><dt>T</dt><dd>d</dd></dl>", "T\nd"),
    "qq": ('<div style="font-family:微软雅黑"><div>请问</div><div><includetail><div>&nbsp;</div></includetail></div></div>', "请问"), "emoji": ("<p>📚 &#128218;</p>", "📚 📚"),
}
KEPT = {
    "link": ('<a href="https://x.example/?a=1&amp;b=2">x</a>', 'href="https://x.example/?a=1&amp;b=2"'), "colour": ('<p style="color:#a00">x</p>', "color:#a00"),
    "background": ('<td bgcolor="#eee">', ""), "table": ("<table border=1><tr><td colspan=2>x</td></tr></table>", '<td colspan="2">'), "list": ("<ul><li>x</li></ul>", "<ul><li>x</li></ul>"),
    "font": ('<font color="red" face="宋体">x</font>', 'color="red"'), "bold": ("<b>x</b><i>y</i><u>z</u>", "<b>x</b><i>y</i><u>z</u>"), "rgb": ('<p style="color:rgb(1,2,3)">x</p>', "rgb(1, 2, 3)"),
    "cid image": ('<img src="cid:a@b">', 'src="cid:a@b"'), "data image": ('<img src="data:image/png;base64,AAAA">', "data:image/png"), "align": ('<p align="center">x</p>', 'align="center"'),
    "rtl": ('<p dir="rtl">x</p>', 'dir="rtl"'), "remote image, set aside": ('<img src="https://t.example/a.png">', 'data-remote="https://t.example/a.png"'),
    "ruby": ("<ruby>漢<rt>hàn</rt></ruby>", "<rt>hàn</rt>"), "size": ('<p style="font-size:14px;text-align:center">x</p>', "font-size:14px"),
}


def cases() -> Iterator[Case]:
    for number, hostile in enumerate(HOSTILE):
        for name, page in (("alone", f"{hostile}<p>words that stay</p>"), ("within", f"<div><table><tr><td>{hostile}</td></tr></table></div><p>words that stay</p>"),
                           ("not closed", f"<p>words that stay</p>{hostile.rstrip('>')}")):
            yield Case(f"hostile {number} {hostile[:30]} {name}", (HEAD + page).encode(), Reading(has=("words that stay",), html_lacks=NEVER, html_has=("words that stay",)))
    for name, (page, text) in READS.items():
        yield Case(f"reads: {name}", (HEAD + page).encode(), Reading(text=text))
    for name, (page, piece) in KEPT.items():
        yield Case(f"kept: {name}", (HEAD + page).encode(), Reading(html_has=(piece,) if piece else ()))
    yield Case("deep html", (HEAD + "<div>" * 5000 + "words" + "</div>" * 5000).encode(), Reading(text="words", problem="too deep"))
    yield Case("large html", (HEAD + "<p>words</p>" * 300_000).encode(), Reading(problem="too large", has=("words",)))
