/**
 * The fast kernels' entry point, compiled by AssemblyScript to WebAssembly with SIMD. Memory is laid out by the caller
 * (../memory.ts); nothing is allocated here, and nothing is kept between calls.
 */
export { convolve } from './convolution';
export { depthwise } from './depthwise';
export { pack, packWinograd } from './pack';
export { activate, add, affine, copy, pad, transpose } from './pixels';
export { pool } from './pool';
export { resize } from './resize';
export { winograd } from './winograd';
