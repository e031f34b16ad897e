import type { IconName } from "../design/icons";
import type { CallKind } from "../generated/shapes.gen";

const ICON: Record<string, IconName> = { email: "mail", web_chat: "chat", web_form: "form", walk_in: "desk", api: "api", note: "pen", phone: "phone", sms: "text", fax: "fax" };
const OF_CALL: Record<CallKind, IconName> = { out: "phoneOut", back: "phoneBack", voicemail: "voicemail", missed: "phoneMissed", early: "phone" };

/** Of the way by which it came; of a row whose calls say more than that, of what they say. */
export function channelIcon(channel: string, call?: CallKind | null): IconName {
  return call != null ? OF_CALL[call] : ICON[channel] ?? "mail";
}
