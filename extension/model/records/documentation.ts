/** Where the frameworks describe their layers. */
export const kerasLayer = (page: string): string => `https://keras.io/api/layers/${page}/`;
export const kerasOps = (group: string, name: string): string => `https://keras.io/api/ops/${group}/#${name}-function`;
export const torchModule = (name: string): string =>
  `https://docs.pytorch.org/docs/stable/generated/torch.nn.${name}.html`;
export const torchFunction = (name: string): string =>
  `https://docs.pytorch.org/docs/stable/generated/torch.${name}.html`;
export const tensorflow = (name: string): string =>
  `https://www.tensorflow.org/api_docs/python/${name.replaceAll('.', '/')}`;
