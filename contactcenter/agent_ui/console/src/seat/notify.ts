import { ref } from "vue";

const there = "Notification" in window;

/** Whether this browser shows a notice while the page is out of sight. Asked for by a button only. */
export const permission = ref<NotificationPermission | "none">(there && isSecureContext ? Notification.permission : "none");
let shown: Notification | null = null;

export async function askForNotices(): Promise<void> {
  if (permission.value !== "none") permission.value = await Notification.requestPermission();
}

/** Without the patron's words: it may lie on a screen that others see. One tag: several tabs show one notice. */
export function showNotice(offerId: number, title: string, body: string): void {
  if (permission.value !== "granted" || document.visibilityState === "visible") return;
  shown = new Notification(title, { body, tag: `cc.offer.${offerId}`, requireInteraction: true, silent: true });
  shown.onclick = () => {
    window.focus();
    closeNotice();
  };
}

export function closeNotice(): void {
  shown?.close();
  shown = null;
}
