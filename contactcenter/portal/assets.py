"""The pages' own files: read once, compressed once, told apart by the hash of their content."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

from contactcenter.portal import words_en, words_zh
from contactcenter.portal.headers import EMBEDDED

HERE = Path(__file__).parent / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
WORDS_FILE = "chat/words.js"


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    compressed: bytes
    media_type: str
    tag: str


class Assets:
    """Everything below `static/`, and the chat's words, which are written in Python."""

    def __init__(self) -> None:
        self._files = {
            str(file.relative_to(HERE).as_posix()): _asset(file.read_bytes(), TYPES[file.suffix])
            for file in sorted(HERE.rglob("*")) if file.suffix in TYPES
        }
        words = json.dumps({"en": words_en.CHAT, "zh-Hans": words_zh.CHAT}, ensure_ascii=False)
        self._files[WORDS_FILE] = _asset(f"export const words = {words};\n".encode(), TYPES[".js"])

    def url(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/portal/{name}?v={self._files[name].tag[:12]}"

    def sizes(self) -> dict[str, int]:
        """Bytes of each file as it travels."""
        return {name: len(asset.compressed) for name, asset in self._files.items()}

    async def serve(self, request: web.Request) -> web.Response:
        return self.answer(request, request.match_info["name"])

    async def widget(self, request: web.Request) -> web.Response:
        """`/widget.js`: the one script tag of other sites."""
        return self.answer(request, "widget.js")

    def answer(self, request: web.Request, name: str) -> web.Response:
        asset = self._files.get(name)
        if asset is None:
            raise web.HTTPNotFound
        headers = EMBEDDED | {"ETag": f'"{asset.tag}"', "Vary": "Accept-Encoding"}
        if asset.tag in request.headers.get(hdrs.IF_NONE_MATCH, ""):
            return web.Response(status=304, headers=headers)
        body = asset.content
        if "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            body = asset.compressed
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(body=body, content_type=asset.media_type, charset="utf-8", headers=headers)


def _asset(content: bytes, media_type: str) -> Asset:
    tag = hashlib.sha256(content).hexdigest()[:32]
    return Asset(content, gzip.compress(content, mtime=0), media_type, tag)
