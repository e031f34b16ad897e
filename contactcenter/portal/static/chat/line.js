// One line of the conversation.
import { icon, icons, make } from "./dom.js";
import { plain, rich } from "./rich.js";

export function line(one, view) {
  const mine = one.author === "patron";
  const body = !one.text && !one.html ? undefined
    : make("div", { class: one.html ? "b rich" : "b" }, one.html ? rich(one.html) : plain(one.text));
  const files = one.attachments.map((file) => fileLine(file, view));
  return make("div", { class: `m ${mine ? "me" : ""} ${one.pending ? "pending" : ""} ${one.fault ? "fault" : ""}` },
    make("span", { class: "unseen" }, `${mine ? view.say("you") : one.name || view.say("library")}: `), body, ...files, foot(one, mine, view));
}

function fileLine(file, view) {
  const inside = [icon(icons.file), file.name, make("span", {}, size(file.size))];
  return file.url ? make("a", { class: "f", href: view.base + file.url, download: file.name, rel: "noopener" }, ...inside) : make("div", { class: "f" }, ...inside);
}

function foot(one, mine, view) {
  if (one.fault) {
    const { talk } = view;
    return make("div", { class: "s bad" },
      `${view.say("failed")}: ${view.say(`error_${one.fault}`, { count: talk.desk?.longest_text ?? "" })}`,
      make("button", { type: "button", onclick: () => talk.retry(one.client_id) }, view.say("retry")),
      make("button", { type: "button", onclick: () => talk.discard(one.client_id) }, view.say("discard")));
  }
  if (one.pending) return make("div", { class: "s" }, view.say(view.talk.link === "up" ? "sending" : "queued"));
  const at = new Intl.DateTimeFormat(view.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(one.at));
  return make("div", { class: "s" }, mine ? `${at} · ${view.say("delivered")}` : `${one.name || view.say("library")} · ${at}`);
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;
}

/** The day of a moment, in the reader's own zone. */
export function dayOf(at) {
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}
