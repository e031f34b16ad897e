/** What arrived and what fetches it, as supervisors look at them. */
export const arrivals = {
  quarantine: {
    hint: "What arrived and could not be understood. Nothing is lost: the bytes are kept and can be tried again.", none: "Everything that arrived was understood.", item: "Arrival {id} · {channel}",
    signal: "Signal s{id} · {channel}", unreplayable: "An earlier version of the program kept it, without what trying again needs.", carrier: { twilio: "Twilio" }, told: {
      arrived: "Told: a call came in.", answered: "Told: somebody answered, or pressed a key.", joined: "Told: somebody came into the conversation.", left: "Told: somebody left the conversation.",
      over: "Told: somebody's part of a call is over.", recorded: "Told: there is a recording.", transcribed: "Told: a message was written down.",
    },
    dismiss: "Dismiss", dismissHint: "Nobody needs it any more. It leaves this list, and is removed in time.", dismissed: "It is dismissed.",
    attempts: "not tried | tried once | tried {n} times", replay: "Try again", reason: {
      not_understood: "It is not what its channel reads.", parser_error: "Reading it failed: a defect of the program.", step_failed: "Working on it failed at the step “{step}”.",
      no_channel: "Its channel is no longer there.", bytes_lost: "Its bytes cannot be found.",
    },
    step: {
      parse: "read", dedupe: "has it come before", reread: "read again", thread: "which ticket", colleague: "is it a colleague’s", identify: "who wrote", answered: "was it answered at once", route: "which queue",
      open_or_append: "write it on its ticket", consent: "STOP and START", relate: "link the ticket", acknowledge: "acknowledge it", note: "write the note", bounce: "what came back", report: "news of a fax", ring_in: "put the call through",
      write: "write to the database", commit: "finish", hear: "what was told of a call",
    },
    replayed: "It is being tried again. If it fails, it comes back here.",
  },
  mailboxes: {
    hint: "Where mail is fetched from. What is not well here is mailed to the administrators when it lasts.", none: "No mailbox is fetched. Mail comes in by the doors that are configured.", well: "Well", since: "since {when}",
    waiting: "1 mail is there and not taken yet | {n} mails are there and not taken yet", failing: "Mail {uid} cannot be fetched: {words}", compared: "Compared {when}: all is here | Compared {when}: 1 difference | Compared {when}: {n} differences",
    difference: {
      unseen: "never looked at under its present UIDVALIDITY", waiting: "there and not taken yet", failing: "there and cannot be fetched", unfinished: "taken, and not yet dealt with on the server",
      still_there: "taken, and there although taken mail is to leave", without_arrival: "written down as taken, and no arrival is known for it", quarantined: "taken, and not understood: see Quarantine",
      gone: "went before it could be fetched: moved or deleted by somebody else", unasked: "could not be asked",
    },
    reason: {
      starting: "It is being connected.", dns: "Its name cannot be found.", connect: "It cannot be reached.", timeout: "It does not answer.", tls: "There is no secure connection.", auth: "The sign-in is refused.", token: "No OAuth access token is to be had.",
      secret: "Its password cannot be read.", folder: "The folder cannot be opened.", disconnected: "The connection breaks.", refused: "The server refuses.", after: "Mail is taken, but cannot be moved or deleted there.",
      mails: "Some mails cannot be fetched; the others are.", database: "Our database is not to be had.", internal: "Something is wrong in this program.", silent: "Nothing has been heard of it for an hour.",
    },
  },
};
