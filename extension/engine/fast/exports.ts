/** What the module of assembly/index.ts exports, typed: every kernel does some items of a job (see assembly/job.ts). */
export type Kernel = (job: number, from: number, to: number, thread: number) => void;

export const KERNEL_NAMES = [
  'activate',
  'add',
  'affine',
  'convolve',
  'copy',
  'depthwise',
  'pack',
  'packWinograd',
  'pad',
  'pool',
  'resize',
  'transpose',
  'winograd',
] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

export type KernelExports = Readonly<Record<KernelName, Kernel>>;
