/** English: calls. */
export const calls = {
  call: {
    title: "Call",
    state: { arriving: "Calling", choosing: "Choosing by keys", waiting: "Waiting in the line", promised: "To be called back", ringing: "Ringing", talking: "Talking", held: "On hold", message: "Leaving a message", ended: "Over" },
    ringsYou: "Your telephone rings: take it there.", ringsBrowser: "Connecting your browser…", ringsPatron: "{number} is being rung.", withheld: "number withheld", claimed: "The number that the carrier tells; anybody can pretend to have it.", recorded: "Recorded",
    closing: { title: "The patron is on the telephone", mine: "Closing this ticket ends your call with them at once.", theirs: "Closing this ticket ends the call at once, for the patron and for {name}.", stay: "Keep talking", end: "Hang up and close" },
    spoken: "Language: {language}", until: "Until {name} answers you are with the patron.", theirs: "their telephone rings",
    asksBack: "Asked to be called back: you are connected first, then they are rung.",
    hold: "Hold", resume: "Take back", mute: "Mute", unmute: "Unmute", hangUp: "Hang up", leave: "Leave the call", third: "Bring in", thirdNumber: "Number to bring in", thirdHint: "They are rung into the conversation.", outNumber: "Number to call", outHint: "Where you take calls rings first, then the patron.", outAsk: "Call this patron", outHere: "The call belongs to this inquiry, #{id}.", outInto: "The call belongs to", outNew: "A new inquiry", taken: "You are in a call, or this patron is.", ring: "Ring", callNumber: "Call {number}", keys: "Keys", keysHint: "Each key is heard by the other end.",
    with: "With {name}", letOut: "Let go of {name}", microphone: "Allow this page to use the microphone, or take calls on a telephone.", browserLost: "This browser is not connected to the telephone: calls do not ring here.",
    listen: "Listen", whisper: "Whisper", speak: "Speak", stop: "Leave the call", listening: { listen: "You listen: nobody hears you.", whisper: "Only the librarian hears you.", speak: "Both hear you." },
    notIn: { no_answer: "You are not in the call: your telephone was not answered.", busy: "You are not in the call: your telephone was busy, or declined.", failed: "You are not in the call: the carrier could not reach your telephone.", no_key: "You are not in the call: your telephone was answered, but nobody pressed 1.", browser: "You are not in the call: your browser did not take it." },
    note: { recording: "Recording of the conversation, {length}", voice: "Voice message, {length} (written down by a machine)", voiceFrom: "Voice message from {number} (written down by a machine)", voiceBare: "Voice message (written down by a machine)" },
    whereFirst: "To listen in, say first where you take calls.", chooseWhere: "Choose where",
    device: "Where I take calls", deviceHint: "Calls ring only at seats that say where.", devices: { none: "Nowhere", browser: "In this browser", telephone: "On my telephone" }, myNumber: "Number of my telephone", save: "Save", saved: "Saved.",
    told: {
      begun: { in: "The patron called", out: "{who} calls the patron", back: "They want to be called back" },
      answered: "{who} talks with the patron",
      ended: { weHungUp: "{who} hung up, after {time}", theyHungUp: "The patron hung up, after {time}", beforeTalk: "They hung up before the conversation began", inMessage: "They hung up without leaving a message", choosing: "They hung up while choosing by keys", completed: "The call is over, after {time}", abandoned: "They hung up before anybody was there", whileRinging: "They hung up while the telephone of {to} rang", short_abandoned: "They hung up at once", failed: "The call failed", dropped: "The call broke off", voicemail: "They left a message", callback_asked: "They hung up, and are to be called back", busy: "The line was busy", no_answer: "Nobody answered", called_off: "The call was called off" },
      corrected: "As it turned out: {what}",
      agreed: "The patron agreed to be recorded", refused: "The patron does not want to be recorded",
      troubled: "The carrier did not do it: {order} ({code})",
      order: { ring: "ring somebody", connect: "connect the caller", line: "take the caller back to the line", hang_up: "hang up", hold: "hold", resume: "take back from hold", mute: "mute", unmute: "unmute", mode: "listen in", fetch: "fetch the message", look: "look after the call", forget: "remove the recording" },
    },
  },
};
