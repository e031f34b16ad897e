/** English: the day's staffing on the board. */
export const staffing = {
  staffing: {
    title: "Seats for today", means: "How many seats each half hour needs so that {share} % of the chats and calls are answered within {target}, with up to {chats} at a time: for what is expected from the library’s own last weeks, and (lighter) for the high end of its range. Breaks and meetings come on top. Reckoned by Erlang’s formulas.",
    now: "now {needed} needed, {there} there", closed: "closed now, {there} there", little: "There is too little history to forecast from: four weeks of the weekday are needed, and some conversations.", half: "{at}: {needed} seats for {low} to {high} inquiries",
    from: "From", seats: "Seats", expected: "Expected", range: "Range", came: "Came", earlier: "Earlier", later: "Later",
  },
};
