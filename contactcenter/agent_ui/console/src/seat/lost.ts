import { words } from "../i18n";
import { useMe } from "../state/me";
import { useToasts } from "../state/toasts";
import { useWorld } from "../state/world";

/** Who loses a ticket to somebody else's hand, unasked, is told so, wherever they are. */
export function tellWhatIsLost(): () => void {
  const me = useMe();
  const toasts = useToasts();
  return useWorld().hear(({ type, data, actor, ticket }) => {
    if (type !== "ticket.assigned" || data["from_staff_id"] !== me.who.id || data["reason"] != null || actor.kind !== "staff" || actor.id === me.who.id) return;
    const to = data["to_staff_id"];
    const named = { who: actor.name, id: Number(data["ticket_id"]), patron: ticket?.patron_name || words("thread.patron"), to: typeof to === "number" ? (me.colleague(to)?.name ?? words("thread.staff")) : "" };
    toasts.say(words(`passing.lost.${to === actor.id ? "took" : typeof to === "number" ? "gave" : "back"}`, named), undefined, 15_000);
  });
}
