/** English: working together on tickets. */
export const together = {
  next: { take: "Take next", hint: "The inquiry whose turn it is, of those you may answer", took: "#{id} is yours now." },
  lookers: {
    here: "{names} is here too | {names} are here too", open: "{names} has it open | {names} have it open",
    reply: "{names} is writing an answer. | {names} are writing answers.", note: "{names} is writing a note. | {names} are writing notes.",
    wait: "Wait for it, or agree who answers.",
  },
};
