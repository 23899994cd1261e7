/**
 * The fast kernels' entry point, compiled by AssemblyScript to WebAssembly with SIMD. Memory is laid out by the caller
 * (../kernels.ts); nothing is allocated here.
 */
export { convolve } from './convolution';
