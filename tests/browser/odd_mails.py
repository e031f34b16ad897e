"""Mail as the world sends it, for the console to show: machines, what merely looks like them, and what is broken."""

from __future__ import annotations

DATE = "Date: Wed, 25 Nov 2026 09:00:00 +0800\nTo: help@library.example\n"


def _mail(head: str, body: str, *, number: int) -> bytes:
    return f"{head}\nMessage-ID: <odd.{number}@uni.example>\n{DATE}\n{body}\n".encode()


ABSENCE = _mail(
    "From: Dr Helena Vogt <vogt@uni.example>\nSubject: Automatic reply: Renewal of your loan\nAuto-Submitted: auto-replied\n"
    "X-Auto-Response-Suppress: All\nX-Autoreply: yes",
    "I am on research leave until 4 January and read my mail once a week.\n\nFor anything urgent write to the"
    " secretary of the institute.\n\nHelena Vogt", number=1)
ABSENCE_ZH = _mail(
    "From: 李雷 <lilei@uni.example>\nSubject: 自动回复：开馆时间调整通知\nX-QQ-AutoReply: yes",
    "您好，来信已收到。本人出差在外，将于下周一回复，敬请谅解。\n\n李雷", number=2)
LIST = _mail(
    "From: Survey team <survey@consortium.example>\nSubject: [libraries-l] Which e-book platform do you use?\n"
    "List-Id: Libraries <libraries-l.consortium.example>\nList-Post: <mailto:libraries-l@consortium.example>\nPrecedence: list",
    "Dear colleagues,\n\nplease take five minutes for our yearly survey.", number=3)
BOUNCE = _mail(
    "From: Mail Delivery System <MAILER-DAEMON@mx.uni.example>\nSubject: Undelivered Mail Returned to Sender\n"
    "Auto-Submitted: auto-replied",
    "<okonkwo@uni.example>: host mx.uni.example said: 550 5.1.1 no such person here (in reply to RCPT TO)", number=4)
QUESTION = _mail(
    "From: Amina Okafor <amina@uni.example>\nSubject: Out of office: which forms do I need?",
    "Dear library,\n\nfrom January I shall be out of my office for a year of field work. Which forms do I need to keep my"
    " loans and to read the journals from abroad?\n\nAmina Okafor", number=5)
QUESTION_ZH = _mail(
    "From: 韩梅梅 <hanmeimei@uni.example>\nSubject: 不在办公室：如何在校外访问数据库？",
    "老师您好，我下学期在外地实习，不在学校。请问如何在校外登录知网？谢谢！\n\n韩梅梅", number=6)
FORM = _mail(
    "From: Website of the university <noreply@uni.example>\nReply-To: Nadia Rahman <nadia@elsewhere.example>\n"
    "Subject: [Contact form] Microfilm reader\nPrecedence: bulk\nX-Auto-Response-Suppress: All",
    "Name: Nadia Rahman\nQuestion: Is the microfilm reader on the second floor free on Friday morning?", number=7)
DISOWNED = (
    b"Authentication-Results: mx.library.example; spf=softfail smtp.mailfrom=uni.example; dkim=none;\n"
    b" dmarc=fail (p=quarantine) header.from=uni.example\nX-Spam-Flag: YES\n"
) + _mail(
    "From: Prof. Chen <chen@uni.example>\nSubject: Urgent: send me the list of borrowers",
    "I need the names and addresses of everyone who borrowed from the law collection this term. Send them to this"
    " address today.\n\nProf. Chen", number=8)
BROKEN = (
    f"From: Tomáš Dvořák <dvorak@uni.example>, secretary@uni.example\nSubject: Interlibrary loan\n{DATE}"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\n"
    "Content-Type: text/plain; charset=x-no-such\n\n".encode()
    + "Bitte senden Sie mir die Übersicht der Fernleihen; die Liste hängt an.\n\n".encode("cp1252")
    + b"--cut\nContent-Type: application/pdf; name=list.pdf\nContent-Transfer-Encoding: base64\n"
    b"Content-Disposition: attachment; filename=list.pdf\n\nJVBERi0xLjcKJcTl8uXrp/Og0MTGCjQgMCBvYmoKPDwgL0xl\nbmd0aC"
)
SET_ASIDE = (ABSENCE, ABSENCE_ZH, LIST, BOUNCE, QUESTION, QUESTION_ZH)
QUESTIONS = (FORM, DISOWNED, BROKEN)
