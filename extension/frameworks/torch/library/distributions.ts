/**
 * torch.distributions: what is drawn and measured, by its shape. Normal and Uniform draw what PyTorch would draw; of the others only
 * the shapes are kept. torch/distributions/
 */
export const DISTRIBUTIONS = /* python */ `
import torch


def _tensors(*values):
    values = [value if isinstance(value, torch.Tensor) else torch.tensor(float(value)) for value in values]
    return torch.broadcast_tensors(*values)


class Distribution:
    has_rsample = True

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self._batch_shape = torch.Size(tuple(batch_shape))
        self._event_shape = torch.Size(tuple(event_shape))

    @staticmethod
    def set_default_validate_args(value):
        pass

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    def _extended_shape(self, sample_shape=()):
        return torch.Size(tuple(sample_shape) + tuple(self._batch_shape) + tuple(self._event_shape))

    def rsample(self, sample_shape=()):
        return torch.empty(self._extended_shape(sample_shape))

    def sample(self, sample_shape=()):
        return self.rsample(sample_shape)

    def sample_n(self, n):
        return self.sample((n,))

    def log_prob(self, value):
        event = len(self._event_shape)
        lead = value.shape[:len(value.shape) - event]
        return torch.empty(torch.broadcast_shapes(tuple(lead), tuple(self._batch_shape)))

    def cdf(self, value):
        return self.log_prob(value)

    def icdf(self, value):
        return self.log_prob(value)

    def entropy(self):
        return torch.empty(self._batch_shape)

    def perplexity(self):
        return torch.empty(self._batch_shape)

    @property
    def mean(self):
        return torch.empty(self._extended_shape())

    mode = mean
    variance = mean
    stddev = mean


class _OfTwo(Distribution):
    def __init__(self, first, second, validate_args=None):
        first, second = _tensors(first, second)
        super().__init__(first.shape)
        self._first, self._second = first, second


class Normal(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _tensors(loc, scale)
        super().__init__(self.loc.shape)

    def rsample(self, sample_shape=()):
        return self.loc + self.scale * torch.randn(self._extended_shape(sample_shape))

    @property
    def mean(self):
        return self.loc

    mode = mean

    @property
    def stddev(self):
        return self.scale

    @property
    def variance(self):
        return self.scale ** 2


class Uniform(Distribution):
    def __init__(self, low, high, validate_args=None):
        self.low, self.high = _tensors(low, high)
        super().__init__(self.low.shape)

    def rsample(self, sample_shape=()):
        return self.low + (self.high - self.low) * torch.rand(self._extended_shape(sample_shape))


class Laplace(_OfTwo):
    def __init__(self, loc, scale, validate_args=None):
        super().__init__(loc, scale)
        self.loc, self.scale = self._first, self._second


class LogNormal(Laplace):
    pass


class Gumbel(Laplace):
    pass


class Cauchy(Laplace):
    pass


class Beta(_OfTwo):
    pass


class Gamma(_OfTwo):
    pass


class Kumaraswamy(_OfTwo):
    pass


class HalfNormal(Distribution):
    def __init__(self, scale, validate_args=None):
        (self.scale,) = _tensors(scale)
        super().__init__(self.scale.shape)


class Exponential(Distribution):
    def __init__(self, rate, validate_args=None):
        (self.rate,) = _tensors(rate)
        super().__init__(self.rate.shape)


class Poisson(Exponential):
    pass


class Bernoulli(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        (self._param,) = _tensors(probs if probs is not None else logits)
        super().__init__(self._param.shape)
        self.probs = self.logits = self._param


class ContinuousBernoulli(Bernoulli):
    pass


class Categorical(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self._param = probs if probs is not None else logits
        self.probs = self.logits = self._param
        super().__init__(self._param.shape[:-1])


class OneHotCategorical(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self._param = probs if probs is not None else logits
        self.probs = self.logits = self._param
        super().__init__(self._param.shape[:-1], self._param.shape[-1:])


class RelaxedBernoulli(Bernoulli):
    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self.temperature = temperature


class RelaxedOneHotCategorical(OneHotCategorical):
    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self.temperature = temperature


class Dirichlet(Distribution):
    def __init__(self, concentration, validate_args=None):
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:])


class MultivariateNormal(Distribution):
    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        self.loc = loc
        matrix = [each for each in (covariance_matrix, precision_matrix, scale_tril) if each is not None][0]
        super().__init__(torch.broadcast_shapes(tuple(matrix.shape[:-2]), tuple(loc.shape[:-1])), loc.shape[-1:])


class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist = base_distribution
        shape = tuple(base_distribution.batch_shape) + tuple(base_distribution.event_shape)
        kept = len(base_distribution.batch_shape) - reinterpreted_batch_ndims
        super().__init__(shape[:kept], shape[kept:])

    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

    @property
    def mean(self):
        return self.base_dist.mean

    @property
    def variance(self):
        return self.base_dist.variance


def kl_divergence(p, q):
    return torch.empty(torch.broadcast_shapes(tuple(p.batch_shape), tuple(q.batch_shape)))
`;
