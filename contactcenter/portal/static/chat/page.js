// The chat's own page: the same conversation as the widget's, filling the page.
import { dress } from "./styles.js";
import { View } from "./view.js";

const host = document.getElementById("chat");
host.dataset.place = "page";
const root = host.attachShadow({ mode: "open" });
dress(root);
const view = new View(root, location.origin, {
  locale: host.dataset.locale, queue: new URLSearchParams(location.search).get("queue") ?? undefined,
});
view.composer.focus();
