/** Binary files are bundled into the workers as bytes (see build/bundle.mjs). */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export { bytes as default };
}
