/** Pages of files, and what a fax can carry. */
export const fax = {
  pages: {
    of: "Pages of {name}", page: "Page {n} of {count}, {name}", more: "+{n}", previous: "Previous page", next: "Next page", larger: "Larger", smaller: "Smaller", fit: "Fit the width",
    turn: "Turn", download: "Download", hint: "← → pages · + − size · r turn · Esc close", loading: "The pages are being drawn…", wrong: "These pages cannot be shown: {why}. The file can be downloaded.",
    why: { broken: "the file is damaged, or not what it says it is", too_big: "it is too large", too_slow: "drawing it took too long", locked: "it is locked by a password" },
  },
  fax: {
    leaves: "{n} page leaves, with the cover sheet. | {n} pages leave, with the cover sheet.", checking: "Pages are being counted…", tooMany: "{n} pages: a fax may have {most} at most. Shorten it or leave files out.",
    links: "Links leave as their addresses.", colours: "Colours become black and white.", missing: "Printed as □: {letters}", files: "No fax carries these files:", leaveOut: "Leave out {name}", why: { not_carried: "not a PDF or picture", broken: "damaged", too_big: "too large", locked: "locked by a password" },
    wrong: { no_gateway: "No fax gateway is set up: nothing can leave by fax.", no_font: "There is no font with Chinese letters: nothing can leave by fax. Ask an administrator.", wrong_number: "This number cannot be called: nothing can leave by fax.", other: "The pages cannot be counted just now. It can be sent all the same." },
    code: {
        fax_busy: "the line was busy", fax_no_answer: "nobody answered", fax_line: "the line failed", fax_pages: "some pages did not arrive", fax_failed: "the gateway could not send it",
        fax_number: "this is no fax number", fax_voice: "a person answered, not a fax machine", fax_blocked: "the number is blocked", fax_refused: "the gateway refused it", no_gateway: "no fax gateway is set",
        no_font: "there is no font with Chinese letters", not_carried: "a fax cannot carry this file", too_many_pages: "too many pages", page_broken: "a file cannot be read", page_too_big: "a file is too large", page_locked: "a file is locked by a password", too_slow: "making the pages took too long",
    },
  },
};
