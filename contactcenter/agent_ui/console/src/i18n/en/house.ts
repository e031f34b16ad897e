/** English: the shell, dialogs, patrons, settings. */
export const house = {
  shell: {
    title: "Console", skip: "Skip to the conversation", places: "Places", work: "Work", patrons: "Patrons", board: "Board", reports: "Reports", settings: "Settings", close: "Close", dismiss: "Dismiss",
    again: "Try again", undo: "Undo", cancel: "Cancel", save: "Save", stale: "Connection lost: what you see may be out of date. Trying again…",
    unreachable: "The contact centre does not answer", unreachableHint: "Check your network. Your unsent drafts are safe in this browser.",
  },
  role: { librarian: "Librarian", supervisor: "Supervisor", admin: "Administrator" },
  language: { en: "English", "zh-Hans": "简体中文" },
  theme: { system: "As the computer", light: "Light", dark: "Dark" },
  proof: {
    proved: "proved", asClaimed: "as claimed", claimed: "as claimed: {address}", claimedHint: "Nobody has proved that this address is theirs. Do not disclose other inquiries on the strength of it.",
    signature: "by a signed address", session: "by a signed-in session", token: "by the chat’s own token", link: "by the link they were given", spf_dkim: "by SPF and DKIM", dmarc: "by DMARC, says our mail server", dkim: "by DKIM", spf: "by SPF",
  },
  identity: { email: "E-mail", phone: "Telephone", fax: "Fax", sender: "Sender", chat: "Chat", portal: "Web page", desk: "Desk" },
  reason: { related: "linked", mentioned: "mentioned its number", split: "split", merged: "merged into this" },
  transfer: { title: "Transfer to…", find: "Colleague or queue", people: "Colleagues", queues: "Queues", me: "{name} (me)", none: "Nobody and nothing fits." },
  ask: { title: "Ask a colleague in", find: "Colleague", people: "Colleagues", hint: "They will see this ticket, and no other of its queue. Then write them a note." },
  snooze: { title: "Snooze", hint: "The ticket comes back by itself then, or as soon as the patron writes.", hours: "In two hours", tomorrow: "Tomorrow morning", monday: "Monday morning", week: "In a week", own: "Another time" },
  other: {
    title: "Linked and merged", merge: "Merge into…", link: "Link with…", find: "Number or words", theirs: "Of the same patron", found: "Found", noneYet: "Type a number or words to find a ticket.",
    mergeHint: "Only inquiries of the same patron can be merged. It can be taken back.", linkHint: "A link is for reference; both tickets stay as they are.", unlink: "Remove the link with #{id}",
  },
  guests: { title: "Asked in", ask: "Ask", none: "Nobody beside the queue.", letGo: "Let {name} go" },
  patron: {
    title: "Patron", all: "All patrons", one: "Profile and inquiries", unknown: "We know nothing more of them.", edit: "Edit the profile", name: "Name", affiliation: "Affiliation", language: "Language", remark: "Remark", before: "Inquiries",
    inquiries: "no inquiry | 1 inquiry | {n} inquiries", count: "{n}, last on {day}", allPast: "Inquiries", past: "Other inquiries", noPast: "None that you may see.", nonePast: "None.", morePast: "Earlier ones",
    find: "Name or address", noneFound: "No patron’s name or address begins so.", noneYet: "Patrons appear here with their first inquiry.", noAddress: "no address", noTexts: "no texts", noTextsHint: "Whoever has this number said STOP: it gets no texts from us.", more: "More",
    choose: "Choose a patron to see what they asked before.",
  },
  walkin: {
    title: "Question at the desk", short: "Log", hint: "Write it down as it was asked. Only the question is needed.", question: "Question", answer: "Answer, if given already", mail: "Also send the answer to {address}",
    patron: "Patron, if known", patronHint: "Name or e-mail address", otherPatron: "Another patron", close: "Close it now", noQueue: "You belong to no department, so there is no queue to put it into. Ask an administrator to add you to one.", save: "Log it", done: "Logged as #{id}.", doneClosed: "Logged and closed as #{id}.", show: "Show",
  },
  palette: { title: "Commands", find: "What do you want to do? Or search tickets…", none: "Nothing fits.", tickets: "Tickets", thisTicket: "This ticket", house: "Everywhere", goTo: "Go to {place}", theme: "Switch between light and dark" },
  keys: {
    title: "Keyboard shortcuts", hint: "Single keys work while you are not typing.", off: "Single-key shortcuts are turned off.", next: "Next ticket", previous: "Previous ticket", open: "Open",
    reply: "Reply", replyAll: "Reply to all", note: "Note", question: "What is set aside is a question", close: "Close or reopen", transfer: "Assign or transfer", handOver: "Hand over to who joined", pages: "Look at the pages of the newest fax or PDF", call: "Call the patron", hold: "Hold the call, or take it back", mute: "Mute me in the call", hangUp: "Hang up", join: "Join a conversation, or leave it", tag: "Tags", mark: "Mark for a macro", macro: "Apply a macro", takeNext: "Take the next inquiry", effort: "Effort, in the reference record", confirm: "Confirm the reference record", tally: "Count a directional question", undo: "Take back the answer just sent, or the count", walkin: "Question at the desk", accept: "Accept what rings (Alt A while typing)", decline: "Leave it to others", available: "Be available; notes finished", presence: "My availability", search: "Search", leave: "Leave the field", keys: "This overview", palette: "All commands", send: "Send",
  },
  settings: {
    departments: "Departments", personal: "You and your screen", snippets: "Snippets", needs: "Needs", quarantine: "Quarantine", mailboxes: "Mailboxes", hours: "Hours", promises: "Promises", routing: "Routing", skills: "Skills", tags: "Tags", automation: "Automation", queue: "Queue", language: "Language", theme: "Theme", shortcuts: "Single-key shortcuts",
    shortcutsHint: "Turn them off if you dictate or often touch keys by mistake.", showKeys: "Show them all", signOut: "Sign out", noDepartment: "no department", stay: "Stay",
    unsent: "1 unsent draft on this computer will be thrown away. | {n} unsent drafts on this computer will be thrown away.", signOutHint: "You will need your password to come back.",
  },
  snippets: {
    hint: "Saved answers. Type / at the beginning of a line to insert one.", add: "New snippet", none: "No snippets yet: write the answer you give most often.", everyone: "Everyone", title: "Title", shortcut: "Shortcut",
    shortcutHint: "Letters, digits, _ and - only", text: "Text", fields: "Filled in by itself:", for: "For", change: "Change {title}", remove: "Remove {title}", removed: "{title} is removed.",
  },
  problem: {
    offline: "No connection. Try again when the bar at the top is gone.", unknown: "Something went wrong. Try again; if it stays so, tell your administrator.", field: "Something that was entered cannot be used. Check it, then try again.", busy: "The server is busy. Try again in a moment.",
    defect: "Something went wrong on the server. It was logged; try again later.", not_found: "It is not there any more, or not yours to see.", forbidden: "This is not yours to see or to do.", rings_you: "Your telephone still rings, and the patron is with a colleague. Answer it first.", passed_on: "They have it now. You are with the patron until their telephone is answered.", not_talking: "The patron is not connected yet.", over: "This call is over.", answer_first: "Somebody waits for your answer: take what rings, or decline it, and call then.", no_room: "You are in a conversation that leaves no room for this one. End that first.", on_a_call: "A call goes on at that seat already. End it or hand it over first.", talking: "The patron is on the telephone. Closing would end the call: hang up first.", calls_already: "A call of this inquiry goes on already.", no_number: "There is no number to call from. An administrator sets one.", no_telephone: "Say first, in the settings, where you take calls.", no_browser_calls: "Browsers take no calls here. Ask your administrator.", repeated: "It is being saved already.", name_taken: "A department or a queue has that name already. Choose another.", taken: "A colleague took it first.",
    answered: "A colleague has answered since you opened this. Read it, then send again.", sent: "It is on its way already and cannot be taken back.", junk: "It was set aside. To answer it, say that it is a question.", merged: "It was merged into another ticket. Work there, or undo the merge.",
    illegal_state: "The ticket has changed in the meantime: this step is not possible any more.", other_patron: "These inquiries are from different patrons. Link them instead.", call_goes_on: "A call of this inquiry goes on, or is promised. Wait until it is over.", not_split: "It was not split off from another ticket.",
    nothing_failed: "Nothing has failed here any more.", too_large: "The file is too large.", targets_changed: "A colleague changed these meanwhile. They are loaded; look, then change again.", macro_there: "There is a macro of this name already: choose another.", tag_there: "There is a tag of this name already, or was: use that one.", view_there: "There is a view of this name already: choose another.", routing_changed: "A colleague changed these rules meanwhile. They are loaded; look, then change again.", skills_changed: "A colleague changed these skills meanwhile. They are loaded; look, then change again.", overflow_loop: "That queue overflows back into this one: they would only hand the waiting on to each other. Choose another, or change that one first.", hours_changed: "A colleague changed these hours meanwhile. They are loaded; look, then change again.", exception_there: "Some of these days have an exception already. Remove that first.",
    shortcut_taken: "This shortcut is in use already. Choose another.", changed: "Somebody changed this meanwhile. Look at it again, then save.", removed: "It was removed meanwhile.", too_late: "It was counted too long ago to be taken back.", parent_retired: "What it stands below is retired: use that again first.", opted_out: "They do not want text messages from us (STOP). Call, or write another way.", window_closed: "They wrote too long ago: this way carries no answer any more.", csrf: "Your session has changed. Load the page again.",
    set_aside: "It was kept, but could not be understood. A supervisor finds it in quarantine.", gone: "It rings here no longer: a colleague has it, or it is back in the line.", not_live: "Nobody is at the other end (any more), or nobody has it.", not_there: "They are not available. Choose somebody who is, or a queue.", wrap_up: "They are in wrap-up after a conversation. Wait a moment, ask them in, or choose somebody else.", full: "They have as many conversations as they can hold. Choose somebody else, or a queue.", rings: "Something else rings there. Try again when it is over.", rings_already: "It rings at somebody already. Wait for their answer, or call it off.", not_joined: "They have left the conversation.", nothing_waits: "Nothing waits in your lists that you may take.", slow_down: "Too many at once. Wait a moment, then try again.",
  },
};
