REGISTRY = {}


def register(function):
    REGISTRY[function.__name__] = function
    return function


def build(name, *args, **kwargs):
    try:
        builder = REGISTRY[name]
    except KeyError:
        raise ValueError(f"no model {name!r}; there are {sorted(REGISTRY)}") from None
    return builder(*args, **kwargs)
