/** As much of the peers' types as the bench uses: they are installed by the bench alone, and the types must do without. */
export interface OnnxTensor {
  readonly data: unknown;
}

export interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{
      run(inputs: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
    }>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => OnnxTensor;
}

export interface TfTensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Sizes = readonly number[];
export interface TensorFlow {
  tensor(data: Float32Array, shape: Sizes): TfTensor;
  tidy(run: () => TfTensor): TfTensor;
  relu(x: TfTensor): TfTensor;
  sigmoid(x: TfTensor): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  concat(all: readonly TfTensor[], axis: number): TfTensor;
  maxPool(x: TfTensor, size: number, strides: number, pad: 'valid'): TfTensor;
  depthToSpace(x: TfTensor, block: number, format: 'NHWC'): TfTensor;
  conv2dTranspose(x: TfTensor, filter: TfTensor, shape: Sizes, strides: number, pad: 'same'): TfTensor;
  readonly fused: {
    conv2d(options: {
      x: TfTensor;
      filter: TfTensor;
      strides: number;
      pad: 'same';
      bias: TfTensor;
      activation: 'relu' | 'linear';
    }): TfTensor;
  };
  readonly image: {
    resizeNearestNeighbor(x: TfTensor, size: Sizes): TfTensor;
    resizeBilinear(x: TfTensor, size: Sizes, alignCorners: boolean, halfPixelCenters: boolean): TfTensor;
  };
  env(): { set(flag: string, value: boolean): void };
  setBackend(name: 'wasm'): Promise<boolean>;
}

export interface TensorFlowBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(threads: number): void;
}
