/** English: opening hours. */
export const hours = {
  hours: {
    hint: "When each queue is open, and what happens to inquiries meanwhile. Patrons read the same hours.", open: "Open now", closed: "Closed now",
    until: "until {when}", opens: "opens {when}", never: "with no opening ahead", always: "day and night", zoneNote: "times are those of {zone}",
    unknown: "The public holidays of {year} ({region}) are not known yet. Until they are, the week alone counts. Once they are announced, update the program, or enter them below as exceptions.",
    week: "Week", follows: "As the house", followsHint: "The hours of the settings file count: {zone}.", own: "Own hours", from: "{day}, open from", to: "{day}, open until", add: "Add a time on {day}",
    removeSpan: "Take the time from {from} away on {day}", closedDay: "closed", nextDay: "next day", same: "Monday’s times on all workdays", zone: "Time zone", region: "Public holidays", part: "State or region",
    noRegion: "none", wholeCountry: "whole country", regionHint: "They close it; workdays that are made up for them (调休) open it, a Saturday as Friday, a Sunday as Monday.", save: "Save the week", saved: "The hours are saved.", incomplete: "Fill in every time, or take it away.", overlap: "Two times of one day overlap.",
    exceptions: "Exceptions", exceptionsHint: "They count before week and holidays.", noExceptions: "None: every day is as the week says.", first: "First day", last: "Last day", name: "Name, English", nameZh: "Name, Chinese", kind: "On these days", kindClosed: "Closed", kindOpen: "Open from",
    kindUntil: "until", addException: "Add the exception", removeException: "Remove {days}", removedException: "{days}: removed.", order: "The last day is before the first.",
    after: "While it is closed", chat: "Web chat", message: "Takes a message; the answer comes by e-mail", refuse: "Cannot begin; the form stays open", tells: "E-mail and form: the acknowledgement says when somebody will read it",
    coming: "The next two weeks", why: { week: "", exception: "exception", holiday: "public holiday", makeup: "workday made up" },
  },
};
