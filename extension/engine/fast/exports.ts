/** What the module of assembly/index.ts exports, typed. Its comments explain the arguments. */
export interface KernelExports {
  convolve(
    input: number,
    inputRowBytes: number,
    inputPixelBytes: number,
    fromRow: number,
    toRow: number,
    width: number,
    offsets: number,
    runs: number,
    run: number,
    weights: number,
    panels: number,
    bias: number,
    output: number,
    outputRowBytes: number,
    outputPixelBytes: number,
  ): void;
}
