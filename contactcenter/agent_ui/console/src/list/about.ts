import { useI18n } from "vue-i18n";

import type { Message } from "../generated/shapes.gen";

interface Row {
  subject: string;
  channel: string;
  preview?: string;
}

/** What has no words of its own (a call, a fax) is named in the reader's language, by the way it came. */
export function useAbout() {
  const { t, te } = useI18n();

  /** What a ticket is about. */
  function subject(row: Row): string {
    if (row.subject !== "") return row.subject;
    return te(`about.${row.channel}`) ? t(`about.${row.channel}`) : row.preview || t("thread.noSubject");
  }

  /** Who asked. */
  function who(name: string, channel: string): string {
    return name || t(channel === "phone" || channel === "fax" ? "list.withheld" : "list.nobody");
  }

  /** What a message without words is. */
  function said(message: Message): string {
    if (message.kind !== "patron" || message.text !== "" || message.has_html) return "";
    if (message.channel === "phone" && message.attachments.length > 0) return t("about.voice");
    return te(`about.${message.channel}`) ? t(`about.${message.channel}`) : "";
  }

  return { subject, who, said };
}
