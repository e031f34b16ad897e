"""MIME as it should be, as clients write it, and as it breaks on the way."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.channels.email.corpus.case import ANY, Case, Reading
from tests.channels.email.corpus.tnef_writer import FROM_HTML, PLAIN_RTF, file, winmail

HEAD = (b"From: Amina <amina@patron.example>\nTo: help@library.example\nSubject: x\nMIME-Version: 1.0\n"
        b"Date: Tue, 24 Nov 2026 10:00:00 +0800\nMessage-ID: <1@patron.example>\n")
PDF = bytes(range(256)) * 3
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
Part = bytes


def part(kind: str, data: bytes | str, *fields: str, encoding: str = "") -> Part:
    data = data.encode() if isinstance(data, str) else data
    if encoding == "base64":
        data = base64.encodebytes(data).rstrip()
    head = [f"Content-Type: {kind}", *fields, *([f"Content-Transfer-Encoding: {encoding}"] if encoding else [])]
    return "\n".join(head).encode() + b"\n\n" + data


def multipart(kind: str, *parts: Part, cut: str = "cut", end: bool = True, fields: str = "") -> Part:
    body = b"".join(b"--" + cut.encode() + b"\n" + each + b"\n" for each in parts)
    return (f'Content-Type: multipart/{kind}; boundary="{cut}"{fields}\n\n'.encode() + body
            + (b"--" + cut.encode() + b"--\n" if end else b""))


TEXT = part("text/plain; charset=utf-8", "你好 hello")
HTML = part("text/html; charset=utf-8", "<p>你好 <b>hello</b></p>")
FILE = part('application/pdf; name="a.pdf"', PDF, 'Content-Disposition: attachment; filename="a.pdf"', encoding="base64")
IMAGE = part("image/png", PNG, "Content-ID: <logo@x>", 'Content-Disposition: inline; filename="logo.png"', encoding="base64")
WITH_IMAGE = part("text/html; charset=utf-8", '<p>你好 <b>hello</b></p><img src="cid:logo@x">')
INNER = b"From: lei@patron.example\nSubject: inner\nMessage-ID: <2@p>\n\ninner words\n"
ENCLOSED = b"Content-Type: message/rfc822\n\n" + INNER
THE_FILE = ("a.pdf", PDF)
THE_IMAGE = ("logo.png", PNG)


def good() -> Iterator[Case]:
    says = "你好 hello"
    yield Case("mixed: text, file", HEAD + multipart("mixed", TEXT, FILE), Reading(text=says, files=(THE_FILE,), problem=""))
    yield Case("mixed: file, text", HEAD + multipart("mixed", FILE, TEXT), Reading(text=says, files=(THE_FILE,)))
    yield Case("alternative", HEAD + multipart("alternative", TEXT, HTML), Reading(text=says, files=(), html_has=("<b>hello</b>",)))
    yield Case("alternative, html first", HEAD + multipart("alternative", HTML, TEXT), Reading(text=says, files=()))
    yield Case("only html", HEAD + HTML, Reading(text=says, reply=says, files=(), html_has=("<b>hello</b>",)))
    yield Case("related", HEAD + multipart("related", WITH_IMAGE, IMAGE), Reading(
        text=says, files=(THE_IMAGE,), inline=("logo@x",), html_has=('src="cid:logo@x"',)))
    yield Case("outlook: mixed(related(alternative, image), file)", HEAD + multipart("mixed", multipart(
        "related", multipart("alternative", TEXT, WITH_IMAGE, cut="c3"), IMAGE, cut="c2"), FILE),
        Reading(text=says, files=(THE_IMAGE, THE_FILE), inline=("logo@x",)))
    yield Case("apple: alternative(text, mixed(html, file, html))", HEAD + multipart("alternative", TEXT, multipart(
        "mixed", HTML, FILE, part("text/html", "<p>more</p>"), cut="c2")), Reading(text=says, files=(THE_FILE,), html_has=("more",)))
    yield Case("two texts", HEAD + multipart("mixed", TEXT, part("text/plain", "-- \nfooter")), Reading(has=(says, "footer"), files=()))
    yield Case("an image that nothing shows", HEAD + multipart("mixed", TEXT, IMAGE), Reading(text=says, files=(THE_IMAGE,), inline=()))
    yield Case("a text file", HEAD + multipart("mixed", TEXT, part("text/plain", "notes", 'Content-Disposition: attachment; filename="n.txt"')),
               Reading(text=says, files=(("n.txt", b"notes"),)))
    yield Case("an html file", HEAD + multipart("mixed", TEXT, part('text/html; name="p.html"', "<p>page", "Content-Disposition: attachment")),
               Reading(text=says, files=(("p.html", b"<p>page"),)))
    yield Case("a text shown in place under a name", HEAD + multipart("mixed", TEXT, part(
        "text/plain", "notes", 'Content-Disposition: inline; filename="n.txt"')), Reading(text=says, files=(("n.txt", b"notes"),)))
    yield Case("only a named text", HEAD + part('text/plain; name="body.txt"', "hello"), Reading(text="hello", files=()))
    yield Case("only a file", HEAD + FILE, Reading(text="", files=(THE_FILE,)))
    yield Case("only an image", HEAD + part("image/png", PNG, encoding="base64"), Reading(text="", files=((ANY, PNG),)))
    yield Case("an enclosed mail", HEAD + multipart("mixed", TEXT, ENCLOSED), Reading(text=says, files=((ANY, INNER.rstrip(b"\n") + b"\n"),), lacks=("inner words",)))
    yield Case("an enclosed mail with a file", HEAD + multipart("mixed", TEXT, b"Content-Type: message/rfc822\n\n" + HEAD + multipart(
        "mixed", TEXT, FILE, cut="c2")), Reading(text=says, files=((ANY, HEAD + multipart("mixed", TEXT, FILE, cut="c2")),)))
    yield Case("a digest", HEAD + multipart("digest", b"\n" + INNER, b"\n" + INNER), Reading(text="", files=((ANY, INNER), (ANY, INNER))))
    calendar = part("text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\nEND:VCALENDAR")
    yield Case("an invitation", HEAD + multipart("alternative", TEXT, HTML, calendar),
               Reading(text=says, files=((ANY, b"BEGIN:VCALENDAR\nEND:VCALENDAR"),)))
    yield Case("only an invitation", HEAD + calendar, Reading(text="", files=((ANY, b"BEGIN:VCALENDAR\nEND:VCALENDAR"),)))
    yield Case("signed by PGP", HEAD + multipart("signed", TEXT, part("application/pgp-signature; name=signature.asc", "SIG")),
               Reading(text=says, files=(("signature.asc", b"SIG"),), problem=""))
    yield Case("signed by S/MIME", HEAD + multipart("signed", multipart("alternative", TEXT, HTML, cut="c2"), part(
        'application/pkcs7-signature; name="smime.p7s"', b"\x30\x82", encoding="base64")),
        Reading(text=says, files=(("smime.p7s", b"\x30\x82"),)))
    yield Case("encrypted by PGP", HEAD + multipart("encrypted", part("application/pgp-encrypted", "Version: 1"), part(
        'application/octet-stream; name="encrypted.asc"', "-----BEGIN PGP MESSAGE-----")),
        Reading(files=((ANY, b"Version: 1"), ("encrypted.asc", b"-----BEGIN PGP MESSAGE-----")), problem="encrypted"))
    yield Case("encrypted by S/MIME", HEAD + part('application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', b"\x30\x80",
               encoding="base64"), Reading(text="", files=(("smime.p7m", b"\x30\x80"),), problem="encrypted"))
    yield Case("inline PGP", HEAD + part("text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\n\nhello"), Reading(has=("hello",)))
    yield Case("flowed", HEAD + part("text/plain; format=flowed", "one \ntwo\n> a \n> b\n-- \nme"), Reading(text="one two\n> a b\n-- \nme"))
    yield Case("flowed, delsp", HEAD + part("text/plain; charset=utf-8; format=flowed; delsp=yes", "请问图书 \n馆开吗"), Reading(text="请问图书馆开吗"))
    yield Case("flowed, stuffed", HEAD + part("text/plain; format=flowed", " > no quote\n From here"), Reading(text="> no quote\nFrom here"))
    yield Case("an empty text and html", HEAD + multipart("alternative", part("text/plain", "  "), HTML), Reading(text=says))
    yield Case("an image by its Content-Location", HEAD + multipart("related", part("text/html", '<p>x</p><img src="logo.png">'), part(
        "image/png", PNG, "Content-Location: logo.png", encoding="base64")), Reading(text="x", files=((ANY, PNG),)))
    yield Case("a cid with a percent", HEAD + multipart("related", part("text/html", '<img src="cid:a%40b">x'), part(
        "image/png", PNG, "Content-ID: <a@b>", encoding="base64")), Reading(inline=("a@b",)))
    yield Case("a Content-ID that is an attack", HEAD + multipart("related", part("text/html", '<img src="l.png">x'), part(
        "image/png", PNG, "Content-Location: l.png", 'Content-ID: <a" onerror="alert(1)>', encoding="base64")),
        Reading(text="x", html_lacks=('" onerror',)))
    yield Case("a cid that is an attack", HEAD + part("text/html", '<img src="cid:a%22%20onerror=%22alert(1)%22">x'), Reading(
        text="x", html_lacks=('" onerror',)))
    yield Case("a cid in the words", HEAD + part("text/html", "<p>cid:a%40b</p>"), Reading(text="cid:a%40b", html_has=("cid:a%40b",)))
    yield Case("plain texts in two charsets beside html in two pieces", HEAD + multipart(
        "alternative", multipart("mixed", part("text/plain; charset=gb18030", "续借".encode("gb18030")), part(
            "text/plain; charset=utf-8", "一本书"), cut="c2"), multipart("mixed", HTML, HTML, cut="c3")), Reading(text="续借\n一本书"))
    yield Case("enriched text", HEAD + part("text/enriched", "<bold>hello</bold> <<there>"), Reading(text="hello <there>"))
    yield Case("markdown", HEAD + part("text/markdown; charset=utf-8", "# 你好"), Reading(text="# 你好"))


def broken() -> Iterator[Case]:
    says = "你好 hello"
    both = Reading(text=says, files=(THE_FILE,))
    yield Case("no end boundary", HEAD + multipart("mixed", TEXT, FILE, end=False), both)
    yield Case("no end of the inner boundary", HEAD + multipart("mixed", multipart("alternative", TEXT, HTML, cut="c2", end=False), FILE),
               both)
    yield Case("the wrong boundary", HEAD + multipart("mixed", TEXT, FILE).replace(b'boundary="cut"', b'boundary="other"'), both)
    yield Case("no boundary at all", HEAD + multipart("mixed", TEXT, FILE).replace(b'; boundary="cut"', b""), both)
    yield Case("a boundary without quotes", HEAD + multipart("mixed", TEXT, FILE, cut="=_a.b=c").replace(b'"=_a.b=c"', b"=_a.b=c"), both)
    yield Case("a boundary with blanks after it", HEAD + multipart("mixed", TEXT, FILE).replace(b"--cut\n", b"--cut  \n"), both)
    yield Case("text before the first part", HEAD + multipart("mixed", TEXT, FILE).replace(
        b"\n\n--cut", b"\n\nThis is a multi-part message in MIME format.\n--cut", 1), both)
    yield Case("text only before the first part", HEAD + multipart("mixed", FILE).replace(b"\n\n--cut", b"\n\nmy question\n--cut", 1),
               Reading(text="my question", files=(THE_FILE,)))
    yield Case("text below the last part", HEAD + multipart("mixed", TEXT, FILE) + b"list footer\n",
               Reading(has=(says, "list footer"), files=(THE_FILE,)))
    yield Case("the end boundary comes too early", HEAD + multipart("mixed", TEXT) + b"--cut\n" + FILE + b"\n--cut--\n", both)
    yield Case("crlf", (HEAD + multipart("mixed", TEXT, FILE)).replace(b"\n", b"\r\n"), both)
    yield Case("cr only", (HEAD + multipart("mixed", TEXT, FILE)).replace(b"\n", b"\r"), both)
    yield Case("a multipart encoded whole", HEAD + b"Content-Type: multipart/mixed; boundary=cut\nContent-Transfer-Encoding: base64\n\n"
               + base64.encodebytes(multipart("mixed", TEXT, FILE).partition(b"\n\n")[2]), both)
    yield Case("a multipart that says quoted-printable", HEAD + multipart("mixed", TEXT, FILE).replace(
        b"\n\n", b"\nContent-Transfer-Encoding: quoted-printable\n\n", 1), both)
    yield Case("no type, a boundary", HEAD + b"\n" + multipart("mixed", TEXT, FILE).partition(b"\n\n")[2],
               Reading(has=(says,)))
    yield Case("an empty multipart", HEAD + b"Content-Type: multipart/mixed; boundary=cut\n\n--cut--\n", Reading(text="", files=()))
    yield Case("a multipart with no parts, but text", HEAD + b"Content-Type: multipart/mixed; boundary=cut\n\nhello\n", Reading(text="hello"))
    for kind in ("text", "TEXT/PLAIN", "text/plain charset=utf-8", "text/plain; charset", "text/plain;;", ";", 'text/plain; charset="utf-8',
                 "text/plain; =x", "plain", "text/plain; charset=utf-8; charset=latin1", "text/plain;charset = utf-8"):
        yield Case(f"type {kind!r}", HEAD + f"Content-Type: {kind}\n\n".encode() + "续借 hello\n".encode(), Reading(text="续借 hello", files=()))
    yield Case("a type nobody knows", HEAD + part("x/y", b"\x00\x01"), Reading(text="", files=((ANY, b"\x00\x01"),)))
    yield Case("a type that is none", HEAD + part("no type; name=a.bin", b"\x00\x01"), Reading(files=(("a.bin", b"\x00\x01"),)))
    yield Case("a strange disposition", HEAD + multipart("mixed", TEXT, part("application/pdf", PDF, 'Content-Disposition: form-data; filename="a.pdf"',
               encoding="base64")), both)
    for encoding in ("BASE64", " base64 ", '"base64"', "base64 (yes)", "base-64"):
        yield Case(f"encoding {encoding!r}", HEAD + multipart("mixed", TEXT, FILE.replace(b"Encoding: base64", b"Encoding: " + encoding.encode())), both)
    for encoding in ("7-bit", "8 bit", "none", "", "utf-8", "binary"):
        yield Case(f"encoding of text {encoding!r}", HEAD + part("text/plain; charset=utf-8", "续借", encoding=encoding or " "), Reading(text="续借"))
    digits = base64.encodebytes(PDF).rstrip()
    raw = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    for name, damaged, wanted, problem in (
        ("cut short", digits[:-3], PDF[: len(PDF) - 3], "cut short"),
        ("without padding", base64.encodebytes(PDF[:-2]).rstrip().rstrip(b"="), PDF[:-2], None),
        ("blank lines within", digits.replace(b"\n", b"\n\n"), PDF, None),
        ("on one line", digits.replace(b"\n", b""), PDF, None),
        ("blanks within", digits.replace(b"A", b"A ", 3), PDF, None),
        ("stray characters within", digits.replace(b"\n", b"!\n", 1), PDF, None),
        ("in two pieces", base64.b64encode(PDF[:100]) + b"\n" + base64.b64encode(PDF[100:]), PDF, None),
        ("with crlf", digits.replace(b"\n", b"\r\n"), PDF, ""),
    ):
        yield Case(f"base64 {name}", HEAD + multipart("mixed", TEXT, raw + damaged), Reading(
            text=says, files=(("a.pdf", wanted),), problem=problem))
    yield Case("base64 with a footer", HEAD + part("text/plain; charset=utf-8", "续借一本书 hello and so on and on and on and on", encoding="base64")
               + b"\n\n-- \nScanned by a virus scanner, it says.\n", Reading(has=("续借一本书", "Scanned by")))
    yield Case("not base64 at all", HEAD + part("text/plain", "Is it open on Sunday? (I wonder)", encoding=" ").replace(
        b"Encoding:  ", b"Encoding: base64"), Reading(text="Is it open on Sunday? (I wonder)", problem="plain"))
    for name, quoted, read in (("bad digits", "a=ZZb=3", "a=ZZb=3"), ("a bare end", "hello=", "hello"), ("small digits", "caf=c3=a9", "café"),
                                 ("blanks after a soft break", "one = \ntwo", "one two"), ("a plain equals sign", "1 = 2", "1 = 2"),
                                 ("8-bit within", "续借 =C3=A9", "续借 é")):
        yield Case(f"quoted-printable {name}", HEAD + part("text/plain; charset=utf-8", quoted, encoding="quoted-printable"), Reading(text=read))
    uu = b"begin 644 a.bin\n#04)#\n`\nend\n"
    yield Case("uuencoded", HEAD + part('application/octet-stream; name="a.bin"', uu, encoding="x-uuencode"), Reading(files=(("a.bin", b"ABC"),)))
    yield Case("a name that is a path", HEAD + multipart("mixed", TEXT, part("application/pdf", PDF, 'Content-Disposition: attachment; filename="../../a.pdf"',
               encoding="base64")), both)
    yield Case("a name that is a Windows path", HEAD + multipart("mixed", TEXT, part(
        "application/pdf", PDF, 'Content-Disposition: attachment; filename="C:\\Users\\amina\\a.pdf"', encoding="base64")), both)
    yield Case("a name as in an address", HEAD + multipart("mixed", TEXT, part(
        "application/pdf", PDF, 'Content-Disposition: attachment; filename="%E8%AE%BA%E6%96%87.pdf"', encoding="base64")),
        Reading(files=(("论文.pdf", PDF),)))
    yield Case("a name with a percent", HEAD + multipart("mixed", TEXT, part(
        "application/pdf", PDF, 'Content-Disposition: attachment; filename="100% done.pdf"', encoding="base64")),
        Reading(files=(("100% done.pdf", PDF),)))
    yield Case("two files of one name", HEAD + multipart("mixed", TEXT, FILE, FILE), Reading(files=(THE_FILE, THE_FILE)))
    yield Case("an empty file", HEAD + multipart("mixed", TEXT, part('application/pdf; name="a.pdf"', b"")), Reading(files=(("a.pdf", b""),)))
    yield Case("a bomb is left unopened", HEAD + multipart("mixed", TEXT, part('application/zip; name="b.zip"', b"PK\x03\x04" + bytes(500), encoding="base64")),
               Reading(files=(("b.zip", b"PK\x03\x04" + bytes(500)),)))
    yield from deep()


def deep() -> Iterator[Case]:
    for depth in (5, 20, 59, 61, 100, 300, 1500):
        body: Part = multipart("mixed", TEXT, FILE, cut="c0")
        for level in range(1, depth):
            body = multipart("mixed", body, cut=f"c{level}")
        yield Case(f"nested {depth} deep", HEAD + body, Reading(text="你好 hello", files=(THE_FILE,)))
    enclosed = INNER
    for _ in range(50):
        enclosed = HEAD + b"Content-Type: message/rfc822\n\n" + enclosed
    yield Case("mails in mails, 50 deep", enclosed, Reading(files=((ANY, enclosed.partition(b"rfc822\n\n")[2]),)))
    many = [part("text/plain", "x", f'Content-Disposition: attachment; filename="{number}.txt"') for number in range(1000)]
    yield Case("a thousand files", HEAD + multipart("mixed", TEXT, *many), Reading(
        text="你好 hello", files=tuple((f"{number}.txt", b"x") for number in range(1000))))


def packed() -> Iterator[Case]:
    def outlook(data: bytes, *others: Part, name: str = "winmail.dat", kind: str = "application/ms-tnef") -> bytes:
        return HEAD + multipart("mixed", *others, part(f'{kind}; name="{name}"', data, encoding="base64"))

    one = [file("论文 终稿.pdf", PDF)]
    pdf = ("论文 终稿.pdf", PDF)
    for page in (1252, 936, 65001):
        words = "Is it open?" if page == 1252 else "请问开馆吗"
        yield Case(f"winmail {page}: body and file", outlook(winmail(body=words, page=page, files=one)), Reading(text=words, files=(pdf,)))
        yield Case(f"winmail {page}: html", outlook(winmail(html=f"<p>{words}</p>", page=page, files=one)),
                   Reading(text=words, files=(pdf,), html_has=(words,)))
        yield Case(f"winmail {page}: text beside it", outlook(winmail(body=words, page=page, files=one), TEXT),
                   Reading(has=("你好 hello", words), files=(pdf,)))
        yield Case(f"winmail {page}: the same text beside it", outlook(winmail(body="你好 hello" if page != 1252 else "hello", page=page, files=one),
                   TEXT), Reading(text="你好 hello", files=(pdf,)))
    yield Case("winmail: rich text made from html", outlook(winmail(rtf=FROM_HTML)), Reading(has=("请问图书",), files=(), html_has=("<b>请问</b>",)))
    yield Case("winmail: rich text", outlook(winmail(rtf=PLAIN_RTF)), Reading(text="Is the library\nopen on Über日?", files=()))
    yield Case("winmail: html beside a plain text", outlook(winmail(html="<p>你好 <i>hello</i></p>", page=65001), TEXT),
               Reading(text="你好 hello", files=(), html_has=("<i>hello</i>",)))
    yield Case("winmail: short names only", outlook(winmail(body="x", files=[file("", PDF, long_name=False)])), Reading(files=(("SHORT~1.DAT", PDF),)))
    yield Case("winmail: an inline image", outlook(winmail(html='<img src="cid:logo@x">x', files=[file("l.png", PNG, cid="logo@x")])),
               Reading(files=(("l.png", PNG),), inline=("logo@x",)))
    yield Case("winmail: a mail within", outlook(winmail(body="x", files=[file("Inner", winmail(
        body="inner words", subject="Inner", files=one), embedded=True)])), Reading(text="x", files=(("Inner.txt", b"inner words"), pdf)))
    yield Case("winmail: by its name alone", outlook(winmail(body="x y", files=one), kind="application/octet-stream"), Reading(text="x y", files=(pdf,)))
    yield Case("winmail: another type", outlook(winmail(body="x y", files=one), kind="application/vnd.ms-tnef"), Reading(text="x y", files=(pdf,)))
    good_one = winmail(body="x", files=one)
    for name, bad in (("cut", good_one[:200]), ("none", b"not TNEF"), ("empty", b""), ("noise", good_one[:6] + bytes(range(256)) * 3)):
        yield Case(f"winmail: damaged, {name}", outlook(bad, TEXT), Reading(text="你好 hello", files=(("winmail.dat", bad),),
                   problem="winmail.dat cannot be opened"))


def cases() -> Iterator[Case]:
    yield from good()
    yield from broken()
    yield from packed()

