import { Device, type Call } from "@twilio/voice-sdk";

import { calls as api } from "../api/calls";
import { words } from "../i18n";
import "../i18n/calls";
import { useToasts } from "../state/toasts";

let device: Device | null = null;
let talking: Call | null = null;

/** Let calls ring in this browser. It rings only after its librarian has accepted what rings: the call is taken at once. */
export async function register(): Promise<void> {
  if (device !== null) return;
  try {
    const { token } = await api.token();
    device = new Device(token, { closeProtection: true, allowIncomingWhileBusy: true });
    device.on("incoming", (call: Call) => {
      talking = call;
      call.on("disconnect", () => talking === call && (talking = null));
      call.accept();
    });
    device.on("tokenWillExpire", () => void renew());
    device.on("error", (error: { code: number }) => useToasts().say(words(MICROPHONE.has(error.code) ? "call.microphone" : "call.browserLost")));
    await device.register();
  } catch (error) {
    device = null;
    useToasts().sorry(error);
  }
}

/** Keys for a menu at the other end. */
export function press(keys: string): void {
  talking?.sendDigits(keys);
}

/** Calls ring elsewhere from now on. */
export function unregister(): void {
  device?.destroy();
  device = null;
}

/** The library's codes of a refused or missing microphone. */
const MICROPHONE = new Set([31401, 31402, 31208]);

async function renew(): Promise<void> {
  try {
    device?.updateToken((await api.token()).token);
  } catch {
    // It is asked for again when the token is about to expire the next time, or the page is loaded anew.
  }
}
