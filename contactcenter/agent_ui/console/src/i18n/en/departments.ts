/** English: departments, their queues and members; it comes with its page. */
export const departments = {
  departments: {
    hint: "A department has queues, and members who see and answer what comes to them. Patrons choose departments in the form and in the chat, and queues on the telephone. Which mail addresses lead to them the settings file says.",
    add: "New department", addHint: "It gets a queue of its own under its name. Then say who belongs to it.", added: "{name} is added. Now say who belongs to it.", rename: "Rename {name}", nameEn: "English name", nameZh: "Chinese name",
    alike: "Its queue of the same name is renamed with it.", queues: "Queues", addQueue: "New queue", addQueueFor: "New queue of {name}", queueAdded: "{name} is added, with the usual rules.", own: "what comes to the department joins it",
    retire: "Retire", retireOne: "Retire {name}", retired: "Retired", restore: "Use again", restoreOne: "Use {name} again", didRetire: "{name} takes nothing new any more. Its name stays in tickets and reports.",
    notEmpty: "One inquiry is open in it: close it first, or hand it over to another queue. | {n} inquiries are open in it: close them first, or hand them over to another queue.", showOpen: "Show what is in it", isOwn: "What comes to the department joins this queue: choose another one for that first, under Routing.",
    hours: "Hours", routing: "Routing", members: "Members", nobody: "Nobody yet: only supervisors and administrators see what comes here.", addMember: "Add to {name}", whom: "Colleague for {name}", put: "Add", letGo: "{who} leaves {name}", gone: "{who} belongs to {name} no longer. What they have in hand stays theirs.",
  },
};
