import type { IconName } from "../design/icons";

const ICON: Record<string, IconName> = { email: "mail", web_chat: "chat", web_form: "form", walk_in: "desk", api: "api", note: "pen", phone: "phone", sms: "text", fax: "fax" };

export function channelIcon(channel: string): IconName {
  return ICON[channel] ?? "mail";
}
