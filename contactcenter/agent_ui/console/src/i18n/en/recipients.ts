/** English: whom a mail goes to, and whom it named. */
export const recipients = {
  recipients: {
    title: "Recipients", to: "To", cc: "Cc", hint: "name{'@'}example.org", remove: "Take out {name} ({address})", all: "Reply to all ({n} more)",
    only: "Only to {name}", seen: "All of them see each other’s addresses.",
    wrong: {
      form: "“{address}” is no e-mail address: write it as name{'@'}example.org.", ours: "{address} is the library’s own address: nothing is sent there.",
      many: "An answer goes to {n} addresses at most.", nobody: "Put somebody into To.",
    },
    named: "{field} {people}", reached: "{who}: {state}", some: "{state} ({n} of {m})", noteByMail: "note by e-mail, only staff see this",
  },
};
