import "./design/fonts.css";
import "./design/tokens.css";
import "./design/base.css";

import { createPinia } from "pinia";
import { createApp } from "vue";

import App from "./App.vue";
import { applyRememberedTheme } from "./design/theme";
import { expectLocale, i18n } from "./i18n";
import { router } from "./shell/router";
import { useConnection } from "./state/connection";
import { useCounts } from "./state/counts";
import { useMe } from "./state/me";
import { useRing } from "./state/ring";
import { useSeats } from "./state/seats";
import { useWorld } from "./state/world";

/** Who I am first (everything else hangs on it), then the screen, then the line. */
async function start(): Promise<void> {
  applyRememberedTheme();
  const app = createApp(App).use(createPinia()).use(i18n);
  const me = useMe();
  const [, failed] = await Promise.all([expectLocale(), me.load().then(() => null, (error: unknown) => error)]);
  app.use(router);
  if (failed === null) {
    useWorld().begin(me.who.position);
    void useCounts().load();
    void useSeats().load();
    void useRing().load();
    useConnection().start();
  }
  app.mount("#app");
}

void start();
