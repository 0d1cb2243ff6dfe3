// The chat page: names without hashes, so that the same sources give the same files.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/chat/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static/chat",
    emptyOutDir: true,
    target: ["es2020", "chrome80", "safari14"],
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: { entryFileNames: "chat.js", chunkFileNames: "[name].js", assetFileNames: "chat[extname]" },
    },
  },
});
