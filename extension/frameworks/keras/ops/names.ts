/** What the functions on tensors are called, by the last part of their name; they are the same in TensorFlow, keras.ops and K. */

/** name: operation. Names of one group stand in one line. */
const GROUPS: Readonly<Record<string, string>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide true_divide truediv divide_no_nan',
  maximum: 'maximum',
  minimum: 'minimum',
  power: 'pow power',
  floor_divide: 'floordiv floor_divide',
  mod: 'mod floormod',
  squared_difference: 'squared_difference',
  equal: 'equal',
  not_equal: 'not_equal',
  greater: 'greater',
  greater_equal: 'greater_equal',
  less: 'less',
  less_equal: 'less_equal',
  logical_and: 'logical_and',
  logical_or: 'logical_or logical_xor',
  atan2: 'atan2 arctan2',
  same:
    'exp log log1p expm1 sqrt rsqrt square abs absolute negative sign sin cos tan sinh cosh tanh asin acos atan arcsin arccos ' +
    'arctan reciprocal round floor ceil cast clip_by_value clip clip_by_norm clip_by_average_norm stop_gradient dropout ' +
    'l2_normalize normalize erf cumsum cumprod reverse flip roll bias_add ensure_shape local_response_normalization ' +
    'nan_to_num saturate_cast identity batch_normalization layer_normalization in_train_phase in_test_phase ' +
    'flip_left_right flip_up_down random_brightness random_contrast random_hue random_saturation adjust_brightness ' +
    'adjust_contrast adjust_gamma adjust_hue adjust_saturation per_image_standardization softmax log_softmax sigmoid ' +
    'log_sigmoid softplus softsign relu relu6 elu selu gelu silu swish leaky_relu hard_sigmoid',
  same_bool: 'is_nan is_inf is_finite isnan isinf isfinite logical_not',
  like: 'zeros_like ones_like full_like empty_like',
  reduce:
    'reduce_sum reduce_mean reduce_max reduce_min reduce_prod reduce_std reduce_variance reduce_logsumexp sum mean max min ' +
    'amax amin prod std var logsumexp norm reduce_euclidean_norm median average',
  arg_reduce: 'argmax argmin count_nonzero',
  bool_reduce: 'reduce_all reduce_any all any',
  matmul: 'matmul',
  dot: 'dot',
  einsum: 'einsum',
  where: 'where switch',
  add_n: 'add_n accumulate_n',
  reshape: 'reshape',
  transpose: 'transpose permute_dimensions',
  swapaxes: 'swapaxes',
  moveaxis: 'moveaxis',
  expand_dims: 'expand_dims',
  squeeze: 'squeeze',
  flatten: 'flatten ravel',
  batch_flatten: 'batch_flatten',
  concat: 'concat concatenate',
  stack: 'stack',
  unstack: 'unstack',
  split: 'split',
  tile: 'tile',
  repeat: 'repeat repeat_elements',
  pad: 'pad',
  broadcast_to: 'broadcast_to',
  resize_images: 'resize_images',
  shape: 'shape',
  int_shape: 'int_shape',
  size: 'size',
  rank: 'rank ndim',
  one_hot: 'one_hot to_categorical',
  gather: 'gather take embedding_lookup',
  slice: 'slice',
  conv1d: 'conv1d',
  conv2d: 'conv2d',
  conv3d: 'conv3d',
  conv2d_transpose: 'conv2d_transpose',
  max_pool1d: 'max_pool1d',
  max_pool2d: 'max_pool2d max_pool',
  max_pool3d: 'max_pool3d',
  avg_pool1d: 'avg_pool1d',
  avg_pool2d: 'avg_pool2d avg_pool',
  avg_pool3d: 'avg_pool3d',
  filled:
    'zeros ones fill full empty normal uniform truncated_normal random_normal random_uniform stateless_normal stateless_uniform',
  constant: 'constant convert_to_tensor convert_to_numpy',
  eye: 'eye',
  range: 'range arange',
  variable: 'Variable variable',
  placeholder: 'placeholder',
  clear_session: 'clear_session reset_uids reset_default_graph',
};

const BY_NAME = new Map(
  Object.entries(GROUPS).flatMap(([operation, names]) => names.split(' ').map((name) => [name, operation] as const)),
);

export function operationNamed(name: string): string | undefined {
  return BY_NAME.get(name);
}
