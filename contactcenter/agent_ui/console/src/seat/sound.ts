import { ref, watch } from "vue";

/** Two soft tones, made here: no file is fetched, and nothing rings that the house has not made. */
const TONES_HZ = [659.3, 880] as const;
const TONE_S = 0.34;
const LOUD = 0.16;
const EVERY_MS = 2_600;
const REMEMBERED = "cc.sound";
/** When a tab of this browser rang last: several tabs are one seat, and ring once. */
const RANG = "cc.rang";

/** Whether this browser rings aloud. */
export const sound = ref(localStorage.getItem(REMEMBERED) !== "off");
/** Browsers are silent until somebody has touched the page. */
export const silenced = ref(false);

let context: AudioContext | null = null;
let ringing: ReturnType<typeof setInterval> | undefined;

watch(sound, (on) => localStorage.setItem(REMEMBERED, on ? "on" : "off"));

function ready(): AudioContext | null {
  if (context === null && "AudioContext" in window) {
    context = new AudioContext();
    context.onstatechange = () => (silenced.value = context?.state !== "running");
  }
  if (context !== null) {
    silenced.value = context.state !== "running";
    if (silenced.value) void context.resume().catch(() => undefined);
  }
  return context;
}

/** The first touch of the page makes it able to ring. */
export function listenForATouch(): void {
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => void ready(), { once: true, capture: true });
}

export function chime(): void {
  const at = ready();
  if (at === null || at.state !== "running") return;
  TONES_HZ.forEach((tone, number) => {
    const from = at.currentTime + number * TONE_S * 0.6;
    const voice = at.createOscillator();
    const loud = at.createGain();
    voice.frequency.value = tone;
    loud.gain.setValueAtTime(0, from);
    loud.gain.linearRampToValueAtTime(LOUD, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.001, from + TONE_S);
    voice.connect(loud).connect(at.destination);
    voice.start(from);
    voice.stop(from + TONE_S);
  });
}

function ringOnce(): void {
  if (!sound.value || Date.now() - Number(localStorage.getItem(RANG)) < EVERY_MS - 200) return;
  chime();
  if (context?.state === "running") localStorage.setItem(RANG, String(Date.now()));
}

/** Ring until told to stop. */
export function ringAloud(on: boolean): void {
  clearInterval(ringing);
  if (!on) return;
  ringOnce();
  ringing = setInterval(ringOnce, EVERY_MS);
}
