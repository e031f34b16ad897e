/** English: the reference record, the tree of needs, the tally. */
export const record = {
  record: {
    title: "Reference record", estimated: "Estimated", confirmed: "Confirmed", estimate: "estimated", estimatedHint: "Filled in from the ticket. It counts as an estimate until somebody confirms it.",
    byItself: "Filled in by itself when the answered ticket is closed. What you choose before is kept.", need: "Need", chooseNeed: "Choose the need…", findNeed: "Words in English or Chinese", noNeed: "No need chosen", noNeedFits: "No need has these words.",
    inGeneral: "in general", effort: "Effort", noEffort: "How much knowledge and searching it took.", effortShort: "effort {n}", minutes: "Minutes", minutesShort: "{n} min", mode: "Came", referral: "Referred", kind: "Counts as",
    confirm: "Confirm", correct: "Correct", another: "Another", anotherHint: "Two questions in one ticket are two transactions.", remove: "Remove from the record", show: "Show this one",
    didConfirm: "The record is confirmed.", didRemove: "Removed from the record.",
  },
  effort: {
    1: "Answered at once, from what everybody here knows.", 2: "A short look: one page, one place, one rule.", 3: "Some searching with the usual catalogues and databases.",
    4: "Several sources compared, or the patron shown how to search.", 5: "Knowledge of the subject, much searching, perhaps a colleague’s help.", 6: "Research over days: a study of its own.",
  },
  mode: { in_person: "In person", phone: "By phone", email: "By e-mail", chat: "In chat", form: "By web form", text: "By text message", video: "By video", letter: "By letter", fax: "By fax", unknown: "Unknown" },
  referral: { none: "No", department: "To a department", elsewhere: "Elsewhere" },
  kind: { reference: "Reference", directional: "Directional" },
  tally: { byPhone: "Count a directional question by telephone",
    title: "Directional question +1", short: "Way +1", instead: "Only asked the way? Directional question +1", counted: "Directional question counted: {n} today.", undone: "Not counted.",
  },
  needs: {
    hint: "What inquiries are about. Everybody chooses from this tree; reports count by it. A retired need is not chosen any more, and stays in what was recorded.", add: "New need", none: "The tree is empty: add the first need.", nameEn: "Name in English", nameZh: "Name in Chinese",
    below: "Stands below", top: "(at the top)", up: "Move {name} up", down: "Move {name} down", addBelow: "Add a need below {name}", change: "Change {name}", retire: "Retire {name}", restore: "Use again", retired: "retired",
    didRetire: "{name} is retired.", showRetired: "Show retired needs",
  },
};
