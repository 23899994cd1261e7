/**
 * Packages whose dictionaries are read like objects: easydict, addict, munch, attrdict, yacs, ml_collections, omegaconf. Short Python of
 * our own, as far as model files use them; what comes from a file is not known.
 */
export const SETTINGS = /* python */ `
import copy as _copy


class _Attributes(dict):
    def __init__(self, *given, **more):
        super().__init__()
        for key, value in dict(*[each for each in given if each is not None], **more).items():
            self[key] = value

    def _own(self, value):
        if isinstance(value, dict) and not isinstance(value, _Attributes):
            return type(self)(value)
        if type(value) in (list, tuple):
            return type(value)([self._own(each) for each in value])
        return value

    def __setitem__(self, key, value):
        super().__setitem__(key, self._own(value))

    def __setattr__(self, name, value):
        self[name] = value

    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(name)

    def __delattr__(self, name):
        del self[name]

    def update(self, *given, **more):
        for key, value in dict(*given, **more).items():
            self[key] = value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def copy(self):
        return type(self)(self)

    def to_dict(self):
        return {key: value.to_dict() if isinstance(value, _Attributes) else value for key, value in self.items()}

    def _merge(self, other):
        for key, value in other.items():
            if isinstance(value, dict) and isinstance(self.get(key), _Attributes):
                self[key]._merge(value)
            else:
                self[key] = value


class EasyDict(_Attributes):
    pass


class AttrDict(_Attributes):
    pass


class Munch(_Attributes):
    toDict = _Attributes.to_dict


class DefaultMunch(Munch):
    pass


def munchify(value):
    return Munch(value) if isinstance(value, dict) else value


class Dict(_Attributes):
    def __getitem__(self, key):
        if key not in self:
            self[key] = Dict()
        return super().__getitem__(key)

    def __getattr__(self, name):
        return self[name]


class CfgNode(_Attributes):
    def __init__(self, init_dict=None, key_list=None, new_allowed=False):
        super().__init__(init_dict)

    def clone(self):
        return _copy.deepcopy(self)

    def freeze(self):
        pass

    def defrost(self):
        pass

    def is_frozen(self):
        return False

    def set_new_allowed(self, flag):
        pass

    def merge_from_other_cfg(self, other):
        self._merge(other)

    def merge_from_list(self, pairs):
        for path, value in zip(pairs[0::2], pairs[1::2]):
            node = self
            names = path.split('.')
            for name in names[:-1]:
                node = node[name]
            node[names[-1]] = value

    def merge_from_file(self, path):
        text = open(path).read()
        for key in list(self):
            self[key] = text


class ConfigDict(_Attributes):
    def __init__(self, initial_dictionary=None, type_safe=True, convert_dict=True, **more):
        super().__init__(initial_dictionary, **more)

    def lock(self):
        return self

    def unlock(self):
        return self

    def unlocked(self):
        return self

    def ignore_type(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def copy_and_resolve_references(self):
        return _copy.deepcopy(self)


class FrozenConfigDict(ConfigDict):
    pass


class DictConfig(_Attributes):
    def __init__(self, content=None, **more):
        super().__init__(content)

    def __getattr__(self, name):
        return self.get(name)


class ListConfig(list):
    pass


class OmegaConf:
    @staticmethod
    def create(value=None, **more):
        if value is None or isinstance(value, dict):
            return DictConfig(value)
        return ListConfig(value) if isinstance(value, (list, tuple)) else open('').read()

    @staticmethod
    def load(path):
        return open(path).read()

    @staticmethod
    def from_cli(args=None):
        return open('').read()

    @staticmethod
    def structured(value, **more):
        return open('').read()

    @staticmethod
    def merge(*configs):
        result = DictConfig()
        for config in configs:
            result._merge(config)
        return result

    @staticmethod
    def to_container(config, **more):
        return config.to_dict() if isinstance(config, _Attributes) else config

    @staticmethod
    def is_config(value):
        return isinstance(value, (DictConfig, ListConfig))

    @staticmethod
    def set_struct(config, flag):
        pass

    @staticmethod
    def resolve(config):
        pass

    @staticmethod
    def register_new_resolver(name, resolver, **more):
        pass
`;
