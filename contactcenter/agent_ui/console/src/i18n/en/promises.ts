/** English: what patrons are promised. */
export const promises = {
  promises: {
    hint: "By when patrons hear of us, and by when an inquiry is done. Only opening hours count. Waiting for the patron pauses both answers; waiting for a third party pauses the resolution.",
    none: "Nothing is promised yet. Add the first target below.", kind: "What", queue: "Queue", channel: "Channel", priority: "Priority", any: "any", everywhere: "every queue, channel and priority", atLeast: "{n} or higher",
    within: "Within", near: "Warn before", unit: { seconds: "seconds", minutes: "minutes", hours: "open hours" }, span: { seconds: "1 second | {n} seconds", minutes: "1 minute | {n} minutes", hours: "1 open hour | {n} open hours" }, add: "Add target", change: "Save target", edit: "Change: {what}", remove: "Remove: {what}", removed: "The target is removed.",
    says: "{kind} within {within}, warning {near} before", particular: "The most particular target applies: one for the queue goes before one for the channel, that before one for the priority. A voice message and a missed call are promised what an e-mail is: nobody waits there any more.",
    order: "The warning must come before the time is up.", saved: "What is promised is saved, and counts for what runs, too.",
  },
};
