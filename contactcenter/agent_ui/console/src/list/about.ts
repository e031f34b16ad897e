import { useI18n } from "vue-i18n";

import type { CallKind, Message } from "../generated/shapes.gen";

interface Row {
  subject: string;
  channel: string;
  preview?: string;
  call_kind?: CallKind | null;
}

/** What has no words of its own (a call, a fax) is named in the reader's language, by the way it came. */
export function useAbout() {
  const { t, te } = useI18n();

  /** What a ticket is about. */
  function subject(row: Row): string {
    if (row.subject !== "") return row.subject;
    if (row.channel === "phone" && row.call_kind != null) return t(`callKind.${row.call_kind}`);
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

  /** By which way it came, and what its calls say beside that. */
  function way(row: Row): string {
    const channel = t(`channel.${row.channel}`);
    return row.call_kind == null ? channel : t("callKind.with", { channel, kind: t(`callKind.${row.call_kind}`) });
  }

  return { subject, who, said, way };
}
