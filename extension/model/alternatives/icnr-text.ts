/**
 * ICNR (Aitken et al. 2017, arXiv:1707.02937) as Python: the channels that a sub-pixel rearrangement interleaves start out equal, so
 * that no checkerboard stands in the first output. No framework has it.
 */
import type { Framework } from '../record.ts';

export const ICNR_NAMES: Readonly<Record<Framework, string>> = { keras: 'ICNR', torch: 'icnr' };

/** TensorFlow's depth_to_space takes neighbouring pixels from channels a quarter of them apart: the kernels repeat as a whole. */
export const kerasIcnr = (name: string, keras: { initializers: string; ops: string }): readonly string[] => [
  `class ${name}(${keras.initializers}.Initializer):`,
  '    """The channels that become neighbouring pixels start out equal (Aitken et al. 2017, arXiv:1707.02937)."""',
  '',
  '    def __init__(self, block, initializer="glorot_uniform"):',
  '        self.block = block',
  `        self.initializer = ${keras.initializers}.get(initializer)`,
  '',
  '    def __call__(self, shape, dtype=None):',
  '        kernel = self.initializer((*shape[:-1], shape[-1] // self.block**2), dtype)',
  `        return ${keras.ops}.tile(kernel, (1,) * (len(shape) - 1) + (self.block**2,))`,
  '',
  '    def get_config(self):',
  '        return {"block": self.block, "initializer": self.initializer}',
];

/** PyTorch's pixel_shuffle takes neighbouring pixels from neighbouring channels: each kernel repeats beside itself. */
export const torchIcnr = (name: string): readonly string[] => [
  `def ${name}(conv, block):`,
  '    """The channels that become neighbouring pixels start out equal (Aitken et al. 2017, arXiv:1707.02937)."""',
  '    kernel = conv.weight.data[:: block**2]',
  '    conv.weight.data = kernel.repeat_interleave(block**2, dim=0)',
  '    return conv',
];
