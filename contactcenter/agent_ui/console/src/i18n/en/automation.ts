/** English: rules of automation and macros, fetched with their pages. */
export const automation = {
  automation: {
    hint: "What the house does by itself. Rules are asked from top to bottom, each once for what happened; what a rule does can bring the next one, three steps deep at most.", add: "New rule", none: "No rules yet. Try one against past tickets before you turn it on: nothing happens by trying.", on: "On", off: "Off", turn: "Turn {name} on or off",
    up: "Ask {name} earlier", down: "Ask {name} later", change: "Change {name}", remove: "Remove {name}", removed: "The rule {name} is removed.", runs: "has not acted in the last 30 days | acted once in the last 30 days | acted {n} times in the last 30 days", many: "acted more than 999 times in the last 30 days",
    when: "When", if: "If", then: "Then", within: { if: "if", then: "then" }, and: "and", or: "or", name: "Name", namePlaceholder: "As your colleagues will read it", addWhen: "Another occasion", addIf: "Add a condition", addThen: "Add an action", removeThis: "Take this away", always: "always", turnOn: "Turned on", saved: "The rule is saved.",
    trigger: { opened: "an inquiry opens", patron_wrote: "the patron writes again", state_changed: "the state changes", promise_near: "a promise is due soon", promise_broken: "a promise is broken" }, toState: "to", anyState: "any",
    changedTo: "it becomes “{state}”",
    about: { channel: "Channel", queue: "Queue", sender: "Sender", words: "Words", language: "Language", tag: "Tag", priority: "Priority", file: "Attachment", hours: "Opening hours" },
    is: "is", isNot: "is not", contains: "contains", containsNot: "does not contain",
    where: { subject: "subject", text: "message", either: "subject or message" }, pieces: "One on each line", senderHint: "An address, or a domain such as uni.example with all below it. One on each line.", languageHint: "Such as en, zh-Hans or de; zh is every Chinese. One on each line.", atLeast: "at least", has: "there is one", hasNot: "there is none", open: "the queue is open", closed: "the queue is closed",
    said: {
      channel: "it came by {what}", notChannel: "it did not come by {what}", queue: "it is in {what}", notQueue: "it is not in {what}", sender: "the sender is {what}", notSender: "the sender is not {what}", words: "the {where} has {what}", notWords: "the {where} does not have {what}",
      language: "it is written in {what}", notLanguage: "it is not written in {what}", tag: "it has {what}", notTag: "it does not have {what}", priority: "its priority is at least {what}", notPriority: "its priority is below {what}", file: "it has an attachment", notFile: "it has no attachment", hours: "the queue is open", notHours: "the queue is closed",
    },
    do: { tag: "Put a tag on", untag: "Take a tag away", move: "Move to", assign: "Assign to", priority: "Set the priority to", reply: "Answer with", note: "Write a note", close: "Close it" },
    does: { tag: "tag it {what}", untag: "take {what} away", move: "move it to {what}", assign: "give it to {what}", priority: "set its priority to {what}", reply: "answer with “{what}”", note: "note “{what}”", close: "close it" },
    replyThen: { keep: "and keep it open", waiting_patron: "and wait for the patron", close: "and close it" }, replyHint: "Once in a ticket, in the patron’s language if there is such a saved answer; never to a machine.", choose: "Choose…", noSnippets: "There are no saved answers yet: write one under Snippets.", noTags: "There are no tags yet: put one on a ticket first.", noteText: "Note",
    try: "Try it against past tickets", tryLast: "the last {n}", tried: "{tickets} tickets were looked at, {moments} moments at which the rule is asked. It would have acted at {matched} of them. Nothing was done.", triedNone: "It would not have acted on any of the last {tickets} tickets.", triedMore: "These are the newest {n}.",
    effect: { done: "would be done", already: "is so already", refused: "would not be done" }, as: "Queue, tags and priority count as they are today.",
    failures: "It failed once lately | It failed {n} times lately", code: {
      invalid: "what it asks for is not possible there: its colleague may not see the queue, or its saved answer is gone", forbidden: "it may not", not_found: "it is not there any more", machine: "a machine wrote, or no answer is wanted", set_aside: "it is set aside", no_way_back: "there is no way back to the patron", too_many: "this address got as many answers by rules today as one gets", merged: "it was merged", illegal_state: "its state does not allow it",
      answered: "a colleague answered first", defect: "a defect of the program; see the log", taken: "a colleague has it", junk: "it is set aside",
    },
  },
  macros: {
    title: "Macros", hint: "The same actions by hand: m applies one to the open ticket, or to all that are marked with s.", add: "New macro", none: "No macros yet.", saved: "The macro is saved.", removed: "The macro {name} is removed.", find: "Which macro?", applyTo: "Apply to #{id}", applyMany: "Apply to {n} tickets", empty: "There are no macros yet. A supervisor makes them in Settings, Automation.", done: "{name}: done. | {name}: done on {n} tickets.", partly: "{name}: done on {done} of {n}. #{first}: {why}.",
  },
};
