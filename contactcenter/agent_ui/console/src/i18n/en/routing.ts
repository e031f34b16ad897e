/** English: rules of routing, skills. Fetched with their pages. */
export const routing = {
  routing: {
    hint: "How a chat or a call finds its librarian. Mail and forms wait in the list, unless they are given away (below). What you save counts with the next inquiry.", save: "Save the rules", saved: "The rules are saved.", unsaved: "Not saved yet", usual: "usual: {value}",
    who: "Who is asked", strategy: { longest_idle: "Whoever has had nothing to do for longest", best_skill: "Whoever can do it best", least_loaded: "Whoever has the fewest conversations" },
    strategyHint: { longest_idle: "Fair by itself: everybody’s turn comes.", best_skill: "By the levels of the skills below; of equals, the longest idle.", least_loaded: "For departments where one person holds several chats at once." },
    knows: "First, whoever answered this patron the last time, if they are free", ring: "It rings for", ringHint: "After that the next librarian is asked, and who did not answer is set to “away”.",
    priority: "Turn", priorityHint: "A step is worth ten minutes of waiting. Whoever waits long enough comes before any later inquiry, however urgent.", steps: { zero: "like every other queue", before: "{n} min before other queues", after: "{n} min after other queues" },
    skills: "What they must be able to do", noSkills: "Nothing in particular: any member of the department may answer.", skill: "Skill", level: "at least level", relax: "a level less after", never: "never", addSkill: "Add a skill", removeSkill: "Do not ask for {name}", noneKnown: "Beside the languages, nobody has a skill yet that could be asked for. Give some librarian one:", toSkills: "Skills",
    language: "The patron’s language (Chinese or English)", languageHint: "Only who has it as a skill is asked, at any level.", languageRelax: "asked for no more after",
    overflow: "When it takes too long", overflowTo: "Also ask the members of", nobodyElse: "nobody else", overflowAfter: "after waiting for", atOnce: "at once", overflowHint: "The inquiry stays in its queue; more people are asked.",
    doubts: "As things stand", doubt: {
      nobody_has_skill: "Nobody who is asked has the skill “{skill}”: such inquiries wait until it relaxes.", nobody_at_level: "Nobody who is asked has “{skill}” at this level: inquiries wait until it relaxes.",
      nobody_speaks: "Nobody who is asked has “{skill}” as a skill: inquiries in this language wait until it is asked for no more.", overflow_empty: "The other queue’s department has no members: nobody more is asked.", queue_empty: "This department has no members: nobody is asked.",
    },
    own: "What comes to the department", ownJoins: "What comes to {department} joins", ownHint: "Whoever chooses the department in a form or a chat, writes to its address, or hands over to it, means this queue. What waits elsewhere stays there.", ownAddresses: "By mail: {addresses}", ownOnly: "It joins this queue, the department’s only one: from forms and chats, from colleagues, and by mail.",
    neverRelaxes: "It never relaxes: they would wait for ever.",
  },
  skills: {
    hint: "What each librarian can do, and how well: 1 is a little, 5 an expert. A queue may ask for a skill (Routing).", none: "nothing yet", add: "Add", name: "Skill", level: "Level", addFor: "Add a skill to {name}", removed: "{skill} is taken away.", remove: "Take {skill} away from {name}", levelOf: "{skill}, level {level} of 5", find: "Find a librarian",
  },
};
