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
  },
};
