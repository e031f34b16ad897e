"""The second way to say that mail does not come in: a mail to the administrators, by a relay of its own."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

import aiosmtplib

from contactcenter.settings import Mail

REASONS = {
    "dns": ("its name cannot be found", "找不到服务器名称"),
    "connect": ("it cannot be reached", "无法连接服务器"),
    "timeout": ("it does not answer", "服务器没有应答"),
    "tls": ("no secure connection", "无法建立安全连接"),
    "auth": ("the sign-in is refused", "登录被拒绝"),
    "token": ("no OAuth access token is to be had", "无法取得 OAuth 访问令牌"),
    "secret": ("its password cannot be read", "无法读取密码"),
    "folder": ("its folder cannot be opened", "无法打开文件夹"),
    "disconnected": ("the connection breaks", "连接中断"),
    "refused": ("the server refuses", "服务器拒绝请求"),
    "after": ("taken mail cannot be moved or deleted there", "已收取的邮件无法移动或删除"),
    "mails": ("some mails cannot be fetched", "部分邮件无法收取"),
    "database": ("our database is not to be had", "数据库不可用"),
    "internal": ("something is wrong here", "本系统内部出错"),
    "silent": ("nothing has been heard of it for an hour", "一小时没有消息"),
}
"""What each code means, in English and Chinese."""


async def send_alarm(mail: Mail, *, subject: str, text: str) -> None:
    """Send it now. Raises what aiosmtplib raises, and `OSError`: the caller tries again."""
    relay = mail.alarm if mail.alarm.host else mail.smtp
    message = EmailMessage()
    message["From"] = mail.address
    message["To"] = ", ".join(mail.alarm.to)
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=mail.address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 5: nobody's machine answers it
    message.set_content(text)
    password = None
    if relay.username and relay.password_file:
        password = (await asyncio.to_thread(Path(relay.password_file).read_text, encoding="utf-8")).rstrip("\r\n")
    await aiosmtplib.send(
        message, sender=mail.address, recipients=list(mail.alarm.to), hostname=relay.host, port=relay.port,
        timeout=relay.timeout_s, use_tls=relay.security == "tls", start_tls=relay.security == "starttls",
        cert_bundle=relay.ca_file or None, username=relay.username or None, password=password,
    )
