/** English: a word to the seats. */
export const broadcast = {
  broadcast: {
    title: "Tell the seats", hint: "It stays on their screens until they have read it; who opens the console within twelve hours sees it, too.", text: "Words", to: "To", everybody: "all seats",
    send: "Send", sent: "Every open console has it.", from: "{who} to {to}", read: "Read",
  },
};
