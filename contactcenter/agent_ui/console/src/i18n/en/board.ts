/** English: the supervisor's board. What a number means stands in docs/measures.md, too. */
export const board = {
  board: {
    title: "Board", live: "Live", old: "Out of date: as of {at}", full: "Full screen", leave: "Leave full screen", asOf: "as of {at}", zone: "The library’s time ({zone})", loading: "Loading the board…", only: "The board is for supervisors and administrators.",
    counters: "Beside the lines", kept: "Last hour: {kept} of {all} promises kept", setAside: "Set aside {n}", quarantined: "Quarantine {n}", failed: "Not delivered {n}",
    waiting: "Waiting now", longest: "Longest wait", level: "Service level", asa: "Average speed of answer", abandoned: "Abandoned", seats: "Seats",
    inLists: "{n} more in the lists", nobody: "nobody waits", within: "target: within {target}", ofAnswered: "1 answered in the last hour | {n} answered in the last hour", share: "{share} of the last hour", none: "nothing in the last hour", noSeats: "Nobody sits at a console.",
    means: {
      waiting: "Patrons at the other end of a chat or a call whom nobody has answered yet.", longest: "How long the first of them has been waiting, by the server’s clock.",
      level: "Of the live inquiries whose wait ended in the last hour, answered or abandoned: the share answered within {target}. Who leaves within 5 seconds, or came while the queue was closed, is not abandoned.",
      asa: "The mean wait of the live inquiries that were answered in the last hour.", abandoned: "Patrons who left in the last hour, after more than 5 seconds, before anybody had answered; not those who came while the queue was closed.",
      seats: "People whose console is open and who are not offline; the first number are those who are available, have room for one more conversation and are not being rung.", inLists: "Inquiries that nobody has taken and nobody waits at the other end of: mail, forms, chats whose patrons have gone. Counted up to 1000.",
      talking: "Live conversations that a librarian has now.", error: "Of the waits foretold to patrons who were answered in the last 24 hours: the median of the error as a share of the wait. In brackets, how many they were.",
      told: "Of the mails and forms answered in the last 24 hours whose acknowledgement told what wait to expect: the share answered within the longest time told. Nine of ten should be. In brackets, how many they were.",
      arrived: "Joined the line in that minute.", answered: "A librarian took them in that minute, however long they had waited.",
      kept: "Promises of answers and resolutions that were kept or became overdue in the last 60 minutes; the reports count the same.", setAside: "Tickets that a rule or a librarian has set aside as no question. Counted up to 1000.", quarantined: "What arrived and could not be understood.", failed: "Open tickets of which something was not delivered, and nobody has dealt with it. Counted up to 1000.",
    },
    lastHour: "Last hour", chart: "The last hour by minute: {arrived} arrived, {answered} answered, {abandoned} abandoned.", table: "As a table", minute: "Minute", arrived: "Arrived", answered: "Answered", at: "{at}: {arrived} arrived, {answered} answered, {abandoned} abandoned",
    queues: "Queues", queue: "Queue", waits: "Waiting", first: "Longest", lists: "In lists", talking: "Talking", short: "Speed of answer", error: "Error of foretold waits", told: "Kept what mail was told", toldError: "The middle of what was told was off by {error} (median)", openLine: "Who waits in {queue}", openSeat: "Seat of {name}", count: "{share} ({n})",
    rings: "Rings here:", chats: "1 chat | {n} chats", calls: "1 call | {n} calls",
    line: "Waiting in {queue}", lineHint: "In the order of their turns. A step of priority counts as ten minutes more in the line.", lineEmpty: "Nobody waits here.", asList: "Show as a list", sooner: "Sooner: {name}", later: "Later: {name}", priority: "Priority {n}", place: "{n} in the line",
    give: "Give to…", giveWho: "Give to…: {name}", open: "Open", openWho: "Open: {name}",
    toCall: "To the call", seatHintCall: "A call is listened to in its ticket, by the call bar: listening, nobody hears you; whispering, the librarian alone does; speaking, both do. The history says that you were there.",
    seatHint: "Listening in, you read along: the patron is not told, the ticket’s history is. A whisper is a note that only staff see. Stepping in, you answer the patron beside the librarian; taking over, the conversation is yours.",
    seatEmpty: "No conversation at this seat.", listen: "Listen in", whisper: "Whisper", stepIn: "Step in", takeOver: "Take over", takeOverSure: "Take {who} over from {name}?", takeOverHint: "The conversation is yours from then on. {name} is told, and the history says so.", signOut: "Sign out…", signOutSure: "Sign {name} out?", signOutHint: "They get no more work until they say so or open the console anew. Their conversations go back to the line: {n}.", signOutNow: "Sign out", signedOut: "{name} is signed out.",
    speak: "Tell the seats…", failedTitle: "Not delivered", failedEmpty: "Everything was delivered.", failedHint: "Open one to see why, and to send it again.",
  },
};
