/** English: tags and saved views, fetched with what asks for them. */
export const lists = {
  tags: {
    title: "Tags of #{id}", find: "A tag, or a new word", on: "On this ticket", others: "Add", create: "New tag “{name}”", none: "No tags yet: write a word and press Enter.", takesAway: "takes it away",
    hint: "Words for tickets that belong together. A tag is made when it is used first; librarians put it on and take it away.", libraryNone: "No tags are in use yet. Press l on a ticket to put one on it.", rename: "Rename {name}", remove: "Remove {name} from every ticket", removed: "#{name} is removed.", name: "Name", show: "Tickets with #{name}",
  },
  views: {
    everybody: "Everybody’s", mine: "Mine", save: "Save this list as a view…", saveTitle: "Save this list", hint: "It stands under Views and in the palette, and its address can be passed on.", name: "Name", shared: "For everybody", forMe: "For me", whose: "For whom", title: "Saved views", change: "Change saved views…", changeOne: "Change {name}", noneYet: "None yet. Choose a list, then “Save this list as a view…”.", none: "None yet.", remove: "Remove {name}", removed: "The view {name} is removed.", saved: "Saved: {name}.", goTo: "View: {name}",
    queue: "Queue", channel: "Channel", lane: "Status", tag: "Tag", owner: "Open work of", words: "Words", sort: "Order", any: "any", list: "List",
    why: { words: "Words are looked for by queue and tag alone, the newest first.", tagChannel: "A list by tag is not told apart by channel as well.", tagAside: "What is set aside is listed by its reason, not by tags.", owner: "Only what a colleague has open is listed by owner." },
  },
};
