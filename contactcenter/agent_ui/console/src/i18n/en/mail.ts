/** English: what the rules found out about a message, and what was odd about it. Codes: channels/email, channels/web_form. */
export const mail = {
  /** What a rule takes a message for, in a word or two. */
  rule: {
    bounce: "Bounce", bounce_delay: "Delay notice", feedback: "Abuse report", domain_report: "Domain report", report: "Delivery report", receipt: "Reading receipt",
    from_ourselves: "From our own address", our_own_mail: "Our own mail", loop_mark: "Loop (marked)", went_round: "Loop (going round)", daemon: "Mail system",
    auto_submitted: "Automatic mail", autoreply_header: "Auto-reply (marked)", subject: "Auto-reply (subject)", precedence_reply: "Auto-reply (away program)",
    list: "Mailing list", precedence_list: "List mail", empty_return_path: "No return path", precedence_answer: "Bulk answer", precedence: "Bulk mail",
    no_reply_address: "No-reply address", suppressed: "No auto-replies wanted", form_trap: "Form: trap", form_not_ours: "Form: not opened", form_too_fast: "Form: too fast", opt_word: "STOP or START", opt_stop: "Stopped texts", opt_start: "Wants texts again", opt_help: "Asked for help",
    staff: "By hand", dmarc_fail: "DMARC failed", spf_fail: "SPF failed", dkim_fail: "DKIM failed", spam_mark: "Marked as spam",
  },
  /** Why, as a sentence goes on after a colon. */
  why: {
    bounce_any: "it says that a mail did not arrive", bounce_delay_any: "it says that a mail has not arrived yet",
    bounce: "it says that a mail did not reach {address}: {why}", bounce_delay: "it says that a mail has not reached {address} yet: {why}",
    feedback: "a mail provider’s report that one of our mails was called spam (RFC 5965)", domain_report: "a report about the mail of our domain (DMARC or TLS)",
    report: "a mail system’s report about a delivery", receipt: "a receipt that a mail was opened or deleted (RFC 8098)",
    from_ourselves: "its sender is one of our own addresses", our_own_mail: "one of our own mails came back", loop_mark: "it bears the mark of having been here before (X-Loop)",
    went_round: "it was delivered twice to one address, or passed too many servers", daemon: "a mail system wrote it (mailer-daemon)",
    auto_submitted: "it says of itself that a program sent it (Auto-Submitted, RFC 3834)", autoreply_header: "its program marked it as an automatic reply",
    subject: "its subject reads like an automatic reply", precedence_reply: "it answers as away programs do (Precedence, and a mark of theirs)",
    list: "it came over a mailing list (List-Id and its kin)", precedence_list: "it says that it came over a mailing list (Precedence: list)",
    empty_return_path: "it was sent with an empty return path, as only machines do", precedence_answer: "it answers and calls itself bulk mail (Precedence)",
    precedence: "it calls itself bulk mail (Precedence)", no_reply_address: "its sender’s address takes no replies",
    suppressed: "its sender asks for no automatic replies (X-Auto-Response-Suppress)", form_trap: "a field was filled in that people do not see",
    form_not_ours: "the form was filled in without our page having been opened", form_too_fast: "the form was sent faster than a person can write", opt_word: "the whole message is a word that stops or starts our texts", opt_stop: "the whole message is a word that stops our texts; the carrier or the house confirmed it to them at once", opt_start: "the whole message is a word by which our texts come again", opt_help: "the whole message is a word that asks for help; the carrier or the house answered at once how to go on",
    staff: "a colleague set it aside by hand", dmarc_fail: "the sender’s domain disowns it (DMARC {result}, says {server})",
    spf_fail: "it came from a server that may not send for that domain (SPF {result}, says {server})", dkim_fail: "its signature does not fit (DKIM {result}, says {server})",
    spam_mark: "a server on its way took it for spam",
  },
  odd: {
    cut: "its end is missing", too_deep: "its parts are nested too deep", boundary: "its parts are not separated as it says", too_many_parts: "it has too many parts (kept as one file)",
    below: "it goes on below its last part", above: "its text stands above its first part", sealed: "it is encrypted or sealed: open the file with the key",
    winmail: "{name} cannot be opened", html: "its HTML is too large to be shown (kept as a file)", charset_unknown: "nobody knows its charset “{name}” (guessed)",
    charset_unnamed: "it names no charset (guessed)", charset_wrong: "it is not in the charset it names, “{name}”", unreadable: "some characters cannot be read",
    quoted_printable: "its quoted-printable is broken in places", not_base64: "it is said to be base64 but is plain", base64: "its base64 is cut short or damaged",
    header_line: "a line among its header fields is no field", no_field: "it has no {name}", many_fields: "it has {count} {name} fields", several_from: "its From names several people",
    raw_header: "header fields in raw characters (guessed)", date: "its date is none", file_refused: "a file of the kind {media_type} is not taken", file_too_big: "a file ({media_type}) was too large and was not fetched", file_lost: "a file ({media_type}) could not be fetched",
    recording_removed: "the recording; it is kept for {days} days",
  },
  found: {
    files: "Not everything came: {what}", removed: "Removed: {what}",
    aside: "Set aside: {why}", was: "Had been set aside: {why}", silent: "Not acknowledged: {why}", origin: "Who sent it is not proved: {why}", broken: "The mail was broken: {what}", odd: "Odd about the mail: {what}",
    more: "1 more sign | {n} more signs", comma: "; ", chip: "Why it was set aside",
  },
  aside: {
    rule: "Reason", allRules: "All reasons", only: "Only among what is set aside", everywhere: "Search everywhere", search: "Search what is set aside",
    everOne: "So far 1 message. | So far {n} messages.", ever: "Rules have set aside 1 message so far. | Rules have set aside {n} messages so far.", were: "None was a question. | 1 was a question. | {n} were questions.",
    together: "{one} {other}", byRule: "By reason", here: "here", all: "ever", questions: "questions", because: "Set aside because {why}.",
  },
};
