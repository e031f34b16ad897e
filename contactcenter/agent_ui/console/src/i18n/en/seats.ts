/** English: seats, and what rings at them. */
export const seats = {
  seat: {
    title: "My availability", available: "Available", ringing: "Ringing", on_call: "On a call", full: "No room", busy: "Busy", away: "Away", wrap_up: "Wrap-up", offline: "Offline", cutOff: "No line", cutOffHint: "No connection: nothing rings here until it is back", why: { no_answer: "no answer", lost: "connection lost", signed_out: "signed out" },
    crew: "{n} of {m} available", crewTitle: "Who is there", holds: "1 conversation | {n} conversations",
    missed: "You did not answer.", missedHint: "Nothing rings here until you are available again.", beAvailable: "Be available", notes: "Time for your notes.", finished: "Finished",
    choose: "I am: {state}", sound: "Ring aloud", soundHint: "In this browser, when a chat or a call is for you.", try: "Try it", notices: "Notices while this page is out of sight",
    notice: { granted: "This browser shows them.", denied: "This browser does not show them. Its settings for this site can allow them.", default: "Your browser has not been asked yet.", none: "This browser shows none on this address: it wants a secure connection (https)." }, allow: "Allow",
  },
  ring: {
    title: "It rings", said: "{who} is ringing: {where}. Press {key} to accept.", notice: "{who} is waiting for you", waits: "waiting", accept: "Accept", decline: "Decline", mute: "Ring without a sound",
    silenced: "Your browser keeps silent until you click or press a key on this page.", askNotices: "Tell me also while this page is out of sight",
    live: "At the other end", liveHint: "The patron is at the other end", onCall: "On a call", call: "Call not over", callHint: "A call of this inquiry is not over: it goes on, or they are to be called back", ringsAt: "rings at {name}", ringsAtMe: "rings here",
  },
  rang: {
    now: "Rings at {to}", missed: "Rang at {to}: no answer", declined: "{to} left it to others", withdrawn: "Rang at {to}, who went away", callerLeft: "Rang at {to} until the caller left the line", accepted: "{who} accepted it",
    left: "The patron left", leftUnanswered: "The patron left before anybody answered", came: "The patron is at the other end", wasAway: "The patron was gone until {until}", and: "{one}, {other}",
  },
};
