import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

const WORTH_PACKING = /\.(js|css|svg)$/;

/**
 * A `.br` and a `.gz` beside every text file: the server sends what the browser takes, and packs nothing itself.
 * Made from the files as they were written: earlier, Vite has not put the last words into them.
 */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    async writeBundle({ dir }) {
      const folder = join(dir ?? "dist", "assets");
      for (const name of await readdir(folder)) {
        if (!WORTH_PACKING.test(name)) continue;
        const bytes = await readFile(join(folder, name));
        await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes));
      }
    },
  };
}

export default defineConfig({
  base: "/console/",
  plugins: [vue(), packed()],
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: false,
  },
  server: {
    // `npm run dev` beside a running contact centre: the page comes from here, all else from there.
    proxy: Object.fromEntries(
      ["/api", "/sign-in", "/sign-out", "/agent", "/socket.io"].map((path) => [path, { target: "http://127.0.0.1:8080", ws: true }]),
    ),
  },
  build: {
    manifest: true,
    target: "es2022",
    // The content security policy allows files of our own only: nothing may be put into the page itself.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // A chunk that is fetched when wanted finds its scripts by itself, most of them there already: to name them all where it is wanted costs
      // three kilobytes of every start. Its styles must be named, or it would be drawn without them.
      resolveDependencies: (_file, names, { hostType }) => (hostType === "js" ? names.filter((one) => one.endsWith(".css")) : names),
    },
    chunkSizeWarningLimit: 600,
  },
});
