"""The words of these pages, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aiohttp import hdrs, web

EN = MappingProxyType({
    "lang": "en",
    "title": "Sign in",
    "for_staff": "For the library's staff",
    "login": "Name",
    "password": "Password",
    "submit": "Sign in",
    "other_language": "中文",
    "wrong_credentials": "The name or the password is wrong.",
    "slow_down": "Too many attempts. Try again in {seconds} s.",
    "busy": "The database is busy or restarting. Try again in a moment.",
    "foreign": "This form was sent from another site. Open the sign-in page here and try again.",
    "unbuilt_title": "The console has not been built yet",
    "unbuilt_text": "The server is running, but the files of its screens are missing. In a checkout, build them with:",
    "unbuilt_then": "Then load this page again.",
})
ZH = MappingProxyType({
    "lang": "zh-Hans",
    "title": "登录",
    "for_staff": "图书馆员工入口",
    "login": "用户名",
    "password": "密码",
    "submit": "登录",
    "other_language": "English",
    "wrong_credentials": "用户名或密码不正确。",
    "slow_down": "尝试次数过多，请在 {seconds} 秒后重试。",
    "busy": "数据库繁忙或正在重启，请稍后再试。",
    "foreign": "此表单来自其他网站。请在本站打开登录页面后重试。",
    "unbuilt_title": "工作台界面尚未构建",
    "unbuilt_text": "服务器已在运行，但缺少界面文件。在源码目录中可用以下命令构建：",
    "unbuilt_then": "完成后请重新加载本页。",
})
Words = Mapping[str, str]


def words_for(request: web.Request, default: str) -> Words:
    """By `?lang=`, else the first language of the browser that we have, else the library's own."""
    chosen = request.query.get("lang")
    if chosen in ("en", "zh-Hans"):
        return ZH if chosen == "zh-Hans" else EN
    for entry in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(","):
        tag = entry.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return ZH
        if tag.startswith("en"):
            return EN
    return ZH if default == "zh-Hans" else EN
