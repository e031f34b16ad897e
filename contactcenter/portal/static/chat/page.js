// The chat's own page: the same conversation as the widget's, filling the page.
import { dress } from "./styles.js";
import { View } from "./view.js";

const host = document.getElementById("chat");
host.dataset.place = "page";
const root = host.attachShadow({ mode: "open" });
dress(root);
// A link may say who asks and whom: /chat?queue=law&name=…&email=…
const given = Object.fromEntries(new URLSearchParams(location.search));
const view = new View(root, location.origin, {
  locale: host.dataset.locale, queue: given.queue, name: given.name, email: given.email,
  // Whoever leaves takes their name out of the address, too.
  onleave: () => {
    const { name: _name, email: _email, ...rest } = given;
    history.replaceState(null, "", `${location.pathname}${Object.keys(rest).length ? `?${new URLSearchParams(rest)}` : ""}`);
  },
});
view.composer.focus();
