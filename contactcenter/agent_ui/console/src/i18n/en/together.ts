/** English: working together on tickets. */
export const together = {
  next: { take: "Take next", hint: "The inquiry whose turn it is, of those you may answer", took: "#{id} is yours now." },
  lookers: {
    here: "{names} is here too | {names} are here too", open: "{names} has it open | {names} have it open",
    reply: "{names} is writing an answer. | {names} are writing answers.", note: "{names} is writing a note. | {names} are writing notes.",
    wait: "Wait for it, or agree who answers.",
  },
  passing: {
    closedCall: "{queue} is closed now. The caller hears when it opens, and may leave a message.", closedChat: "{queue} is closed now. The patron waits in its line until somebody is there.", anyway: "Pass it on all the same", other: "Choose somebody else",
    calledOff: "Called off: it is still yours.", joined: "You are in the conversation: the patron sees your name.", left: "You have left the conversation.",
    way: "How", cold: "Pass on", coldHint: "It is theirs when they answer.", warm: "Ask in first", warmHint: "You both speak, then you hand over.", note: "Note for whoever takes it; only staff see it", departments: "Departments",
    ringing: "It rings at {name}. Until they answer you are with the patron.", with: "{name} is in this conversation with you.", comes: "{name} is about to join you: their telephone rings.", asked: "{name} asked you in: you join when you answer your telephone.", took: "{name} took this conversation: their telephone rings.", letGo: "Let go", beside: "You are in this conversation with {name}, who answers for it.", has: "{name} has this conversation.",
    cannot: "{name} cannot take it now ({state}). Choose somebody else, or a queue.",
    why: { not_there: "{name} is not at their desk now. Choose somebody else, or a queue.", full: "{name} has as many conversations as they can hold. Choose somebody else, or a queue.", rings: "Something else rings at {name} now. Their line here changes when it is over.", rings_already: "It rings at {name} already. Wait for their answer, or call it off." },
    noAnswer: "{name} did not answer: the conversation is still yours.", declined: "{name} cannot take it: the conversation is still yours.",
    lost: { took: "{who} took #{id} ({patron}) over from you.", gave: "{who} gave #{id} ({patron}), which was yours, to {to}.", back: "{who} put #{id} ({patron}), which was yours, back into the queue." },
    ring: { transfer: "{name} passes this on to you", consult: "{name} asks you to join them" },
    told: { transfer: "{who} passed it on to {to}", consult: "{who} asked {to} to join", accepted: "{who} took it over from {to}", stays: "It stays with {to}: {who} is not there any more", handed: "{who} handed it over to {to}", joined: "{who} joined the conversation", left: "{who} left the conversation", calledOff: "{who} called it off" },
  },
  pushed: {
    mine: "for you", mineHint: "It was given to you. If you do not open it by {at}, it goes back to its queue.", theirs: "given", theirsHint: "It was given to {name}, who has not opened it. At {at} it goes back to its queue.",
    told: { given: "It was given to {to}, who has room", recalled: "Back in its queue: {to} had not opened it" },
    title: "Mail and forms", give: "Give what waits to librarians who have room", after: "Not opened, it goes back after (minutes)", hint: "Only to who is available and holds fewer open inquiries than the house allows. Nothing rings.",
  },
};
