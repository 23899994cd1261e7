"""Expressions whose numbers are recorded, beyond those whose shapes are (test/oracle/torch_functions.py)."""
from itertools import product

WRITTEN = """
x.sub(x.abs(), alpha=0.5)
x.add(3, alpha=2)
torch.rsub(x, 2.0)
torch.rsub(x, x * x, alpha=3)
torch.lerp(x, -x, x.abs())
torch.addcdiv(x, x, x.abs() + 1, value=-0.5)
torch.baddbmm(torch.zeros(2, 5, 5), s, s.transpose(1, 2), beta=0, alpha=0.25)
torch.baddbmm(s @ s.transpose(1, 2), s, s.transpose(1, 2), beta=0.5, alpha=2)
torch.addmm(m, m @ m.t(), m, alpha=0.1)
torch.addmv(v[:4], m, v, beta=0.5, alpha=2)
torch.addr(m, v[:4], v, beta=0, alpha=3)
torch.cdist(s, s[:, :3], p=1)
torch.cdist(m, m * 2)
torch.linalg.cross(m[:3, :3], m[1:, 2:])
torch.cross(m[:3, :3], m[1:, 2:])
torch.cross(m[:3, :3], m[1:, 2:], dim=1)
torch.linalg.norm(x[0, 0], ord=1)
torch.linalg.norm(x, dim=1)
torch.linalg.vector_norm(x, ord=1, dim=(1, 2))
torch.linalg.vector_norm(x, ord=float('inf'), dim=-1)
torch.linalg.matrix_norm(x, ord=1)
torch.vstack([m, m * 2])
torch.dstack([x, x])
torch.hstack([v, v * 2])
torch.trace(m[:, 1:])
torch.linalg.diagonal(x, offset=-2)
torch.diag_embed(v, offset=2)
torch.rot90(x, 3, (2, 3))
torch.rot90(x, -1, (1, 2))
torch.rot90(m)
torch.diff(m, dim=0)
torch.hsplit(x, 3)[1]
torch.atleast_3d(v * 2)
torch.broadcast_tensors(v, m)[0]
x.sum_to_size(8, 6)
torch.cov(m.t(), correction=0)
torch.quantile(m, 0.3, dim=0, keepdim=True)
torch.quantile(m, torch.tensor([0.25, 0.5]))
torch.logspace(-1, 2, 7, base=2.0)
torch.kthvalue(m, 3, dim=0, keepdim=True)
torch.tril_indices(3, 5, 1)
torch.triu_indices(4, 4, offset=1)
torch.hann_window(9, periodic=False)
torch.hamming_window(10)
torch.blackman_window(11)
torch.bartlett_window(8, periodic=False)
torch.fft.fftfreq(8, 0.25)
torch.fft.ifftshift(m)
F.embedding_bag(torch.tensor([[0, 1], [3, 3]]), m, mode='sum')
F.embedding_bag(torch.tensor([[0, 1], [3, 3]]), m, mode='max')
torch.bucketize(x, torch.tensor([-0.5, 0.0, 0.5]), right=True)
torch.isin(i, torch.tensor([2, 7]), invert=True)
torch.heaviside(x.round(), torch.tensor(0.5))
x.where(x > 0, torch.full_like(x, float('nan'))).nanmean(1)
x.where(x > 0, torch.full_like(x, float('nan'))).nansum((2, 3), keepdim=True)
torch.linalg.vecdot(m, v)
torch.vdot(v, v * 2)
torch.dist(m, -m, p=1)
torch.tensordot(s, s, dims=([0, 2], [0, 2]))
torch.kron(v, m)
torch.column_stack([v, v * 2])
torch.atleast_2d(v).adjoint()
x.mean((2, 3))
x.var((2, 3), unbiased=False)
x.std(dim=1, keepdim=True)
torch.var_mean(x, dim=[2, 3], keepdim=True)
x.norm(p=1, dim=1)
x.norm(dim=(2, 3))
torch.linalg.vector_norm(x, dim=1, keepdim=True)
x.amax((1, 2))
x.argmax(-1)
x.max(dim=2)
x.median(dim=3)
x.prod(2)
x.logsumexp((1, 3))
(x > 0).any(1)
(x > 0.5).all(dim=3, keepdim=True)
(x > 0).sum()
(x > 0).float().mean(1)
x[0]
x[:, 1]
x[..., 0]
x[:, :, ::2, 1::2]
x[:, None, :, 0]
x[:, :, 1:-1, 2:]
x[:, [0, 2]]
x[:, i]
x[i[:2]]
x[:, :, i, i]
x[0, :, [1, 2]]
x[:, i][:, 0]
x.unbind(1)
x.split(2, dim=2)
x.split([1, 2], dim=1)
x.chunk(3, dim=3)
torch.stack([x, x * 2], dim=-1)
torch.cat([x, x.flip(3)], 1)
x.roll((1, -2), (2, 3))
x.roll(3)
x.flip([2, 3])
torch.rot90(x, 2, [2, 3])
x.repeat(1, 2, 1, 3)
x.tile((2, 2))
x.repeat_interleave(2, dim=3)
x.expand(2, 3, 8, 6)
s[:, :1].expand(-1, 5, -1)
x.transpose(1, 3).reshape(2, -1)
x.permute(0, 2, 3, 1).contiguous().view(2, 48, 3)
x.unfold(2, 3, 2)
F.unfold(x, 3, padding=1, stride=2)
F.fold(F.unfold(x, 2, stride=2), (8, 6), 2, stride=2)
torch.meshgrid(v, v[:3], indexing='ij')
torch.meshgrid(v, v[:3], indexing='xy')
torch.arange(5) * v
torch.arange(4).float().exp()
torch.linspace(-1, 1, 7)
torch.eye(4, 5) * m
torch.zeros(2, 3) + 1
torch.full((2, 2), 3.5) / 2
torch.tensor([[1., 2.], [3., 4.]]) @ torch.tensor([1., -1.])
torch.ones(5).cumsum(0) * v
x.cumsum(2)
x.cumprod(1)
x.clamp(-0.3, 0.4)
x.clamp(min=0)
torch.clamp(x, max=0.1)
torch.where(x > 0, x, 0.)
torch.where(x > 0, x, -x)
x.masked_fill(mask, -1.5)
x.masked_fill(mask, float('-inf')).softmax(-1)
x.maximum(torch.zeros(1))
x * torch.rsqrt(x.pow(2).mean(1, keepdim=True) + 1e-6)
x.sigmoid() * x.tanh()
x.abs().sqrt().log1p()
x.floor() + x.ceil() + x.round() + x.trunc()
x.sin() * 3 - x.cos()
torch.exp(-x ** 2)
torch.atan2(x, x.flip(2))
torch.remainder(x * 10, 3)
torch.fmod(x * 10, 3)
x // 0.3
torch.logaddexp(x, -x)
torch.lerp(x, -x, 0.3)
torch.addcmul(x, x, x, value=0.5)
torch.einsum('bchw,bdhw->bcd', x, x)
torch.einsum('bij,bkj->bik', s, s)
torch.einsum('bij->bji', s)
torch.einsum('bii->bi', s[:, :4])
torch.einsum('ij,j->i', m, v)
torch.einsum('b...j,kj->b...k', s, m.t()[:, :4])
torch.einsum('ij,kl,jl->ik', m, m, m.t() @ m)
s @ s.transpose(-1, -2)
torch.bmm(s, s.mT)
torch.baddbmm(torch.ones(2, 5, 5), s, s.mT)
m.t().mm(m)
torch.outer(v, v)
F.linear(s, m.t()[:, :4], v)
F.conv2d(x, torch.ones(4, 3, 3, 3) * 0.1, torch.arange(4.), padding=1)
F.conv2d(x, torch.linspace(-1, 1, 27).view(3, 1, 3, 3), groups=3, stride=2)
F.conv_transpose2d(x, torch.linspace(-1, 1, 96).view(3, 2, 4, 4), stride=2, padding=1)
F.conv1d(s.mT, torch.linspace(-1, 1, 24).view(2, 4, 3), padding=1)
F.batch_norm(x, torch.zeros(3), torch.ones(3), torch.ones(3) * 2, torch.ones(3))
F.instance_norm(x)
F.group_norm(w, 2)
F.layer_norm(x, (8, 6))
F.layer_norm(s, (4,), torch.arange(4.), torch.ones(4))
F.rms_norm(s, (4,))
F.normalize(x, dim=1)
F.normalize(x, p=1, dim=(2, 3))
F.local_response_norm(w, 3)
F.cosine_similarity(s, s.flip(1), dim=-1)
F.pairwise_distance(s, s.flip(1))
F.one_hot(i, 4)
F.embedding(i, m)
F.prelu(x, torch.tensor([0.1]))
F.pixel_shuffle(w, 2)
F.pixel_unshuffle(x, 2)
F.grid_sample(x, torch.stack(torch.meshgrid(torch.linspace(-1, 1, 5), torch.linspace(-1, 1, 4), indexing='xy'), -1).expand(2, -1, -1, -1), align_corners=True)
F.grid_sample(x, (torch.arange(40.).view(1, 4, 5, 2) / 18 - 1.1).expand(2, -1, -1, -1), padding_mode='border', align_corners=False)
F.grid_sample(x, (torch.arange(40.).view(1, 4, 5, 2) / 15 - 1.3).expand(2, -1, -1, -1), padding_mode='reflection', align_corners=False)
F.grid_sample(x, (torch.arange(40.).view(1, 4, 5, 2) / 18 - 1.1).expand(2, -1, -1, -1), mode='nearest', align_corners=False)
F.affine_grid(torch.tensor([[[1., 0.2, 0.], [0., 0.8, 0.1]]]), (1, 3, 4, 5), align_corners=False)
F.scaled_dot_product_attention(s, s.flip(1), s)
F.scaled_dot_product_attention(s, s, s, is_causal=True)
F.scaled_dot_product_attention(s, s, s, attn_mask=torch.ones(5, 5).tril().bool())
F.scaled_dot_product_attention(s, s, s, attn_mask=torch.zeros(5, 5) - torch.eye(5), scale=0.7)
F.max_pool2d(x, 2, return_indices=True)
F.adaptive_avg_pool2d(x, (3, 4))
F.adaptive_max_pool2d(x, (3, 4))
F.adaptive_max_pool2d(x, 3, return_indices=True)
F.adaptive_avg_pool1d(s, 3)
F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2)
F.lp_pool2d(x.abs(), 2, 2)
F.softmax(x, 1)
F.log_softmax(x, 2)
F.softmin(x, dim=0)
F.glu(w, 1)
x.sort(dim=2, descending=True)
x.topk(2, dim=1)
x.argsort(3)
x.gather(3, (x > 0).long())
x.scatter(1, torch.zeros(2, 1, 8, 6).long(), 5.)
torch.zeros(2, 3, 8, 6).scatter_add(1, torch.ones(2, 2, 8, 6).long(), x)
x.index_select(2, i)
torch.take_along_dim(x, x.argmax(1, keepdim=True), dim=1)
x.tril()
m.triu(1)
m.diagonal()
torch.diag(v)
x.isnan()
torch.log(x).isnan()
torch.nan_to_num(torch.log(x), nan=7., neginf=-3.)
x / 0
(x / 0).softmax(1)
x.to(torch.int64)
(x * 5).long() + 1
(x * 5).int() % 3
(x * 2).bool()
x.view(2, 3, 48).mean(-1)[:, :, None, None] * x
torch.cat([torch.sin(v[:, None] * torch.arange(3)), torch.cos(v[:, None] * torch.arange(3))], -1)
nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s)
nn.MultiheadAttention(4, 2)(s, s, s)
nn.MultiheadAttention(4, 2, bias=False)(s, s.flip(0), s, need_weights=False)
nn.MultiheadAttention(4, 2, kdim=8, vdim=8, batch_first=True)(s[:, :4], h, h)
nn.MultiheadAttention(4, 4, batch_first=True)(s, s, s, attn_mask=torch.triu(torch.ones(5, 5), 1).bool())
nn.MultiheadAttention(4, 1, batch_first=True)(s, s, s, attn_mask=torch.eye(5))
nn.MultiheadAttention(4, 2)(s[0], s[1], s[1])
nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)(s)
nn.TransformerEncoderLayer(4, 2, 8, batch_first=True, norm_first=True, activation='gelu')(s)
nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2)(s)
nn.TransformerDecoderLayer(4, 2, 8, batch_first=True)(s, s.flip(1))
nn.Embedding(6, 3)(i)
nn.Embedding(6, 3, padding_idx=0)(i)
nn.EmbeddingBag(6, 3)(i[None])
nn.EmbeddingBag(6, 3, mode='sum')(torch.tensor([[0, 1], [2, 3]]))
nn.Bilinear(4, 4, 3)(s, s.flip(1))
nn.LayerNorm(4)(s)
nn.LayerNorm((8, 6))(x)
nn.LayerNorm((3, 8, 6), elementwise_affine=False)(x)
nn.RMSNorm(4)(s)
nn.RMSNorm((8, 6), eps=1e-3)(x)
nn.GroupNorm(1, 3)(x)
nn.GroupNorm(3, 3)(x)
nn.GroupNorm(2, 4, eps=1e-3)(w)
nn.GroupNorm(2, 4, affine=False)(s.mT)
nn.InstanceNorm2d(3)(x)
nn.InstanceNorm2d(3, affine=True)(x)
nn.InstanceNorm2d(3, track_running_stats=True)(x)
nn.InstanceNorm1d(5)(s)
nn.InstanceNorm3d(2, affine=True)(u)
nn.BatchNorm1d(5)(s)
nn.BatchNorm1d(4)(m.t())
nn.BatchNorm2d(3)(x)
nn.BatchNorm3d(2)(u)
nn.LocalResponseNorm(3, alpha=0.1)(w)
nn.Softmax2d()(x)
nn.Softmin(dim=1)(x)
nn.ChannelShuffle(2)(w)
nn.CosineSimilarity(dim=2)(s, s.flip(1))
nn.PairwiseDistance(p=1, keepdim=True)(s, s.flip(1))
nn.Unfold((2, 3), stride=2, padding=1, dilation=2)(x)
nn.Fold((8, 6), 2, stride=2)(F.unfold(x, 2, stride=2))
nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(x))
nn.MaxUnpool1d(2)(*nn.MaxPool1d(2, return_indices=True)(s))
nn.LPPool2d(2, 3, stride=2)(x.abs())
nn.AdaptiveAvgPool2d(1)(x)
nn.AdaptiveAvgPool2d((None, 4))(x)
nn.AdaptiveMaxPool2d((5, 4))(x)
nn.AdaptiveAvgPool3d((2, 3, 4))(u)
nn.AdaptiveMaxPool1d(2)(s)
nn.Conv2d(3, 4, 3)(x[0])
nn.Conv1d(5, 3, 3, padding=1)(s)
nn.Conv3d(2, 3, (2, 3, 3), padding=(0, 1, 1), dilation=(1, 2, 1))(u)
nn.ConvTranspose3d(2, 3, 3, stride=2, padding=1, output_padding=1)(u)
nn.ConvTranspose1d(5, 3, 4, stride=2)(s)
nn.Conv2d(4, 8, 3, groups=4)(w)
nn.Conv2d(4, 4, 3, padding=1, groups=2, dilation=1, padding_mode='reflect')(w)
nn.Conv2d(3, 4, 3, padding='same', dilation=2)(x)
nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2, dilation=2)(w)
nn.PixelShuffle(2)(w[0])
nn.Upsample(scale_factor=2, mode='bilinear')(x)
nn.Linear(4, 3)(s)
nn.Linear(5, 2, bias=False)(v)
nn.PReLU(3)(x)
nn.Flatten()(x)
nn.Flatten(2)(x)
nn.Flatten(0, 1)(x)
nn.Unflatten(1, (3, 1))(x)
nn.ZeroPad2d((1, 2, 0, 1))(x)
nn.ReflectionPad2d(2)(x)
nn.ReplicationPad2d((1, 0, 2, 3))(x)
nn.CircularPad2d(1)(x)
nn.ConstantPad1d(2, 0.5)(s)
""".strip().splitlines()

# Recurrent layers of every kind.
for cell, batch_first, bidirectional, layers, bias in product(
    ("RNN", "LSTM", "GRU"), (True, False), (True, False), (1, 2), (True, False)
):
    WRITTEN.append(
        f"nn.{cell}(4, 3, num_layers={layers}, bias={bias}, batch_first={batch_first}, bidirectional={bidirectional})(s)"
    )
WRITTEN += [
    "nn.RNN(4, 3, nonlinearity='relu', batch_first=True)(s)",
    "nn.LSTM(4, 3, proj_size=2, batch_first=True)(s)",
    "nn.LSTM(4, 3, proj_size=2, num_layers=2, bidirectional=True)(s)",
    "nn.LSTM(4, 3, batch_first=True)(s, (torch.ones(1, 2, 3), torch.ones(1, 2, 3) * 0.5))",
    "nn.GRU(4, 3, batch_first=True)(s, torch.ones(1, 2, 3) * 0.5)",
    "nn.GRU(4, 3)(s[0])",
    "nn.LSTM(4, 3)(s[0])",
    "nn.LSTMCell(4, 3)(s[:, 0])",
    "nn.LSTMCell(4, 3)(s[:, 0], (torch.ones(2, 3), torch.ones(2, 3)))",
    "nn.GRUCell(4, 3)(s[:, 0])",
    "nn.GRUCell(4, 3, bias=False)(s[:, 0], torch.ones(2, 3))",
    "nn.RNNCell(4, 3, nonlinearity='relu')(s[:, 0])",
]
for mode, amounts in product(("constant", "reflect", "replicate", "circular"), ("(1, 2)", "(1, 0, 2, 1)", "(2, 2, 3, 3)")):
    WRITTEN.append(f"F.pad(x, {amounts}, mode='{mode}')" if amounts != "(1, 2)" else f"F.pad(s, {amounts}, mode='{mode}')")
WRITTEN += ["F.pad(x, (1, -1, -2, 3), value=2.5)", "F.pad(u, (1, 1, 0, 2, 1, 0), mode='replicate')", "F.pad(x, (0, 0, 0, 0, 1, 2))"]
for name in (
    "abs exp expm1 log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh atanh sigmoid erf erfc floor ceil round trunc frac "
    "sign neg square reciprocal rsqrt sinc deg2rad rad2deg exp2 logit relu isfinite logical_not"
).split():
    WRITTEN += [f"torch.{name}(x)", f"torch.{name}(x * 3 / (x > -0.9))"]
for operator in "+ - * / // % ** == != < <= > >=".split():
    WRITTEN += [f"x {operator} 0.7", f"0.7 {operator} x", f"(x + 2) {operator} (x.flip(2) + 1.5)", f"x {operator} torch.ones(3, 1, 1)"]
for name, extra in product(("sum", "mean", "amax", "amin", "std", "var", "prod", "logsumexp"), ("0", "(1, 2)", "-1", "(0, 2, 3)")):
    if name == "prod" and extra.startswith("("):
        continue
    WRITTEN += [f"torch.{name}(x, {extra})", f"torch.{name}(x, {extra}, keepdim=True)"]
for kernel, stride, padding, ceil in product((2, 3), (1, 2, 3), (0, 1), (False, True)):
    WRITTEN.append(f"nn.MaxPool2d({kernel}, {stride}, {padding}, ceil_mode={ceil}, return_indices=True)(w)")
    WRITTEN.append(f"nn.AvgPool2d({kernel}, {stride}, {padding}, ceil_mode={ceil}, count_include_pad=False)(w)")
for size in (1, 2, 3, 5):
    WRITTEN += [f"nn.AdaptiveAvgPool2d({size})(w)", f"nn.AdaptiveMaxPool2d({size}, return_indices=True)(w)"]

# Losses, and attention with masks.
for name, extra in (
    ("mse_loss", ""), ("l1_loss", ""), ("smooth_l1_loss", ", beta=0.3"), ("huber_loss", ", delta=0.4"), ("soft_margin_loss", ""),
    ("poisson_nll_loss", ""), ("binary_cross_entropy_with_logits", ""), ("kl_div", ""), ("kl_div", ", log_target=True"),
):
    for reduction in ("none", "mean", "sum"):
        WRITTEN.append(f"F.{name}(x, x.flip(2) * 0.5 + 0.5, reduction='{reduction}'{extra})")
WRITTEN += [
    "F.binary_cross_entropy(x * 0.5 + 0.5, x.flip(2) * 0.5 + 0.5)",
    "F.binary_cross_entropy((x > 0).float(), x.flip(2) * 0.5 + 0.5)",
    "F.kl_div(F.log_softmax(m, 1), F.softmax(m.flip(0), 1), reduction='batchmean')",
    "F.cross_entropy(m, F.softmax(m.flip(0), 1))",
    "F.cross_entropy(x, x.argmax(1), reduction='none')",
    "F.nll_loss(F.log_softmax(x, 1), x.argmin(1), reduction='sum')",
    "nn.MSELoss()(x, x.flip(2))",
    "nn.SmoothL1Loss(reduction='sum')(s, s.flip(1))",
    "nn.BCEWithLogitsLoss(reduction='none')(s, s.flip(1) * 0.5 + 0.5)",
    "nn.HuberLoss(delta=0.2)(s, s.flip(1))",
]
CAUSAL = "nn.Transformer.generate_square_subsequent_mask(5)"
WRITTEN += [
    CAUSAL,
    f"nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)(s, src_mask={CAUSAL})",
    f"nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 2, nn.LayerNorm(4))(s, mask={CAUSAL})",
    f"nn.TransformerDecoderLayer(4, 2, 8, batch_first=True)(s, s.flip(1), tgt_mask={CAUSAL})",
    f"nn.TransformerDecoderLayer(4, 2, 8, batch_first=True, norm_first=True)(s, s.flip(1), {CAUSAL}, memory_mask={CAUSAL})",
    f"nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 8, batch_first=True), 1)(s, s * 0.5, tgt_mask={CAUSAL})",
    f"nn.Transformer(4, 2, 1, 1, 8, batch_first=True)(s, s.flip(1), tgt_mask={CAUSAL})",
    "nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)(s, src_key_padding_mask=s[:, :, 0] > 0.5)",
    "nn.TransformerEncoderLayer(4, 2, 8)(s, src_mask=torch.ones(2, 2).triu(1).bool())",
    "nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s, key_padding_mask=s[:, :, 0] > 0.5)",
    "nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s, key_padding_mask=s[:, :, 0], need_weights=False)[0]",
    f"nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s, key_padding_mask=s[:, :, 1] * 2, attn_mask={CAUSAL})",
    "nn.MultiheadAttention(4, 2)(s, s, s, key_padding_mask=s[:, :, 0].T > 0.2, need_weights=False)[0]",
]
