/** English: working together on tickets. */
export const together = {
  next: { take: "Take next", hint: "The inquiry whose turn it is, of those you may answer", took: "#{id} is yours now." },
};
