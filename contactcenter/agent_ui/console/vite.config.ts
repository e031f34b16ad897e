import { brotliCompressSync, gzipSync } from "node:zlib";

import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

const WORTH_PACKING = /\.(js|css|html|json|svg)$/;

/** A `.br` and a `.gz` beside every text file: the server sends what the browser takes, and packs nothing itself. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (!name.startsWith("assets/") || !WORTH_PACKING.test(name)) continue;
        const bytes = Buffer.from(output.type === "chunk" ? output.code : output.source);
        this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(bytes, { level: 9 }) });
        this.emitFile({ type: "asset", fileName: `${name}.br`, source: brotliCompressSync(bytes) });
      }
    },
  };
}

export default defineConfig({
  base: "/console/",
  plugins: [vue(), packed()],
  define: {
    __VUE_I18N_FULL_INSTALL__: true,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: false,
  },
  build: {
    manifest: true,
    target: "es2022",
    // The content security policy allows files of our own only: nothing may be put into the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
});
