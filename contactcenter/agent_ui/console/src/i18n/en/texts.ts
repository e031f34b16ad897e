/** Answering by text message. */
export const texts = {
  texting: {
    optedOut: "They answered STOP: this number gets no texts from us. Call them, or write another way.", windowClosed: "They wrote too long ago: this way carries no answer any more.",
    parts: "{n} characters, {count} part | {n} characters, {count} parts", partsLong: "{n} of {most} characters: too long for a text", unicode: "Characters beyond the plain text alphabet (Chinese, emoji): 70 a part; 67 where there are several.", plainText: "160 characters a part; 153 where there are several.",
    leavesAt: "No texts at night: this one leaves at {at}.",
    noFiles: "No files go by text message from this number: put a link into it, or write another way.", filesGo: "The files go with the text message. Carriers charge for them, and not every telephone shows them.",
    tooMany: "A text message carries {most} files at most. Leave some out.", tooBig: "The files of a text message have {size} at most together. Leave some out.", notCarried: "No text message carries files of this kind:", leaveOut: "Leave out {name}",
    code: {
      quiet_hours: "no texts at night", opted_out: "they want no texts from us (STOP)", wrong_number: "no mobile number", unreachable: "the telephone is off or out of reach", carrier_down: "the carrier is away", connect: "the carrier cannot be reached",
      timeout: "the carrier did not answer in time", refused: "the carrier refused it", unknown: "unknown reason", gone: "the carrier knows it no longer", too_many: "too many at once", blocked: "blocked by the carrier", filtered: "taken for spam by a carrier",
      our_number: "our number cannot text", no_permission: "our account may not text there", unregistered: "our number is not registered for texts", too_dear: "too dear for our account", no_carrier: "no carrier is set up", account: "the carrier does not let us in",
      too_long: "too long for a text", empty: "there is no text in it", wrong_file: "the file was refused", files_too_big: "the files are too large", file_not_fetched: "the carrier could not fetch the file from us", not_carried: "no files go by text message from our number", window_closed: "too long since their last word", content_gone: "it is no longer there", internal: "a fault of this program",
    },
  },
};
