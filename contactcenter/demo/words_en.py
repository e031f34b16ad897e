"""The demo's words in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "lang": "en", "other": "zh-Hans", "other_language": "中文", "skip": "Skip to the content", "menu": "The demo",
    "banner": "This is a demo: its librarians and patrons are invented.",
    "demo": "Demo", "office": "Post office", "library_page": "The library's page",
    "title": "A living contact centre",
    "lead": "Mails, chats and forms arrive by themselves while you look. Sit down at a desk and answer, or ask "
            "something and watch it arrive.",
    "seats": "Sit down at a desk",
    "seats_hint": "One click, no password. Use a second browser window to be two people at once.",
    "reference_librarian": "Librarian: general desk and reference",
    "loans_librarian": "Librarian: general desk and loans",
    "supervisor": "Supervisor: sees every queue", "admin": "Administrator",
    "no_department": "Tomas belongs to no department, so he sees nothing. Look for yourself:", "sit_as": "Sit down as",
    "patrons": "Ask as a patron",
    "patrons_hint": "Everybody else writes by themselves; these two are yours.",
    "by_form": "Write by the form", "by_chat": "Chat",
    "mail": "Send it a mail",
    "mail_hint": "From a terminal on this machine, with a tool you have. It stands on an open console within a second; "
                 "the answer lies in the post office.",
    "with_swaks": "swaks", "with_curl": "curl", "with_python": "Python alone",
    "sample_subject": "A thesis from Uppsala", "sample_text": "May I keep it ten days longer?",
    "more": "Look around",
    "office_lead": "The mail that each patron received. Nothing leaves this machine.",
    "library_lead": "Where patrons begin: form, chat, their own inquiries.",
    "widget": "The widget", "widget_lead": "The chat on another site, by one script tag.",
    "api": "The API", "api_lead": "Everything the console does, for programs.",
    "boxes": "Letter boxes", "everyone": "Everyone", "number_of_letters": "letters",
    "empty": "No letter yet. Answer a mail at a desk, and it lies here a moment later.",
    "empty_box": "Nothing lies here now. The post office keeps its letters in memory only, since it was last opened.",
    "more_letters": "and {count} older ones",
    "acknowledgement": "Sent automatically", "letters_list": "Letters", "back": "All letters",
    "headers": "Headers", "as_seen": "As the patron sees it", "plain": "Plain text", "files": "Attachments",
    "reply": "Answer as {name}",
    "reply_hint": "It goes by SMTP to the library's door, in this thread.",
    "reply_itself": "This patron also answers by themselves; you may be quicker.",
    "send": "Send", "sent": "Sent. It is in its thread on the console now.",
    "reply_empty": "Write something first; at most 20,000 characters.",
    "reply_failed": "The library's door did not take it. Try again in a moment.",
    "theme": "Colours", "theme_system": "Device", "theme_light": "Light", "theme_dark": "Dark",
}
