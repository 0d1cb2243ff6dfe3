// The launcher: one classic script without imports.
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../static",
    emptyOutDir: false,
    target: ["es2020", "chrome80", "safari14"],
    reportCompressedSize: false,
    lib: { entry: "widget/widget.ts", formats: ["iife"], name: "HuiqiWidget", fileName: () => "widget.js" },
  },
});
