"""One file's Keras models, as Keras sees them. See record.py."""

import inspect
import linecache
import re
import sys
import types

import keras

import running
import stubs
import written

stubs.install()
stubs.open_keras()

# Models that Keras makes for itself: the graph of a Sequential, parts of others.
INSIDE = ("/keras/src/models/sequential.py", "/keras/src/models/cloning.py")
# What a model takes that no script of the file calls.
INPUTS = ((224, 224, 3), (64, 64, 3), (32, 32, 3), (28, 28, 1), (16, 16, 64), (100,), (20, 16))
MAKES = re.compile("build|model|create|make|generator|discriminator|encoder|decoder|critic|net", re.IGNORECASE)
current = {"file": None}
made = []
half = []
make_layer = keras.layers.Layer.__init__


def remember(self, *rest, **options):
    make_layer(self, *rest, **options)
    if isinstance(self, keras.Model) and not any(self is model for model, _, _ in made):
        frame, line, functions = sys._getframe(1), None, []
        while frame is not None:
            if frame.f_code.co_filename == current["file"]:
                # Where it is constructed, not where its own __init__ calls Keras's.
                if frame.f_locals.get("self") is not self:
                    line = line or frame.f_lineno
                functions.append(frame.f_code.co_name)
            elif frame.f_code.co_filename.endswith(INSIDE) and frame.f_locals.get("self") is not self:
                return
            elif "/keras/src/applications/" in frame.f_code.co_filename:
                return
            frame = frame.f_back
        made.append((self, line, functions))


keras.layers.Layer.__init__ = remember


def unfinished(error):
    """Models whose construction an error ended: what they hold by then is not what they would."""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        owner = frame.f_locals.get("self")
        if isinstance(owner, keras.layers.Layer) and frame.f_code.co_name in ("__init__", "build", "add"):
            half.append(owner)
        # `model.add(layer)` where the layer could not be made.
        line = linecache.getline(frame.f_code.co_filename, trace.tb_lineno)
        for name in re.findall(r"\b(\w+)\.add\(", line):
            half.append(frame.f_locals.get(name, frame.f_globals.get(name)))
        trace = trace.tb_next


def invented(model):
    """A model of which a part could not be made, or is a stand-in: nothing true can be said of it."""
    parts = [model, *model._flatten_layers()]
    return any(part is each for part in parts for each in half) or any(
        isinstance(value, stubs.Fake) or isinstance(value, (list, tuple)) and any(isinstance(each, stubs.Fake) for each in value)
        for part in parts
        for value in vars(part).values()
    )


def shapes_of(structure):
    return [list(tensor.shape) if hasattr(tensor, "shape") else None for tensor in keras.tree.flatten(structure)]


def row(layer, graph):
    """What the layer gives in this model: a shared one may have been called on something else last."""
    nodes = [node for node in layer._inbound_nodes if node in graph] or layer._inbound_nodes
    return {
        "name": getattr(layer, "name", None),
        "type": type(layer).__name__,
        "outputs": shapes_of(nodes[-1].output_tensors) if nodes else None,
        "params": (int(layer.count_params()) if layer.built else None) if hasattr(layer, "count_params") else 0,
    }


def describe(model, line, functions):
    entry = {"name": model.name, "type": type(model).__name__, "line": line, "in": functions, "built": bool(model.built)}
    entry["kind"] = next(name for name in ("Sequential", "Functional", "Model") if name in [c.__name__ for c in type(model).__mro__])
    try:
        graph = isinstance(model, keras.Model) and hasattr(model, "_operations") and entry["kind"] == "Functional"
        levels = getattr(getattr(model, "_functional", None) or model, "_nodes_by_depth", {})
        nodes = {node for level in levels.values() for node in level}
        # The rows of summary().
        entry["layers"] = [row(layer, nodes) for layer in (model._operations if graph else model.layers)]
        # build() of a subclassed model only says that it is built: there is a total when every layer is.
        whole = model.built and all(layer.built for layer in model._flatten_layers())
        entry["total"] = int(model.count_params()) if whole else None
        entry["trainable"] = int(sum(size(weight.shape) for weight in model.trainable_weights))
        entry["inputs"], entry["outputs"] = shapes_of(model.inputs), shapes_of(model.outputs)
    except Exception as error:
        entry["note"] = f"{type(error).__name__}: {error}"[:100]
    return entry


def size(shape):
    result = 1
    for each in shape:
        result *= each
    return result


def blocks():
    """What one line makes several times for one model: rows of that model, which need not be listed on their own."""
    lines = {id(model): line for model, line, _ in made}
    # What was made for a model that could not be finished would be such a row, as far as anybody knows.
    found = {id(part) for owner in half if isinstance(owner, keras.layers.Layer) for part in owner._flatten_layers(include_self=False)}
    for model, _, _ in made:
        parts = [id(layer) for layer in model._flatten_layers(include_self=False) if id(layer) in lines]
        places = [lines[part] for part in parts]
        found.update(part for part in parts if places.count(lines[part]) > 1)
    return found


def record(root, path):
    current["file"] = str(path)
    problems = []
    namespace = running.run(root, path, problems, unfinished)
    inside = blocks()
    models = [{**describe(*each), "call": None, **({"block": True} if id(each[0]) in inside else {})} for each in made if not invented(each[0])]
    called = {name for entry in models for name in entry["in"] if entry["total"] is not None}
    for name, value in running.own(namespace, path):
        if name in called or isinstance(value, type) and issubclass(value, keras.layers.Layer) and not issubclass(value, keras.Model):
            continue
        if isinstance(value, type) and any(entry["type"] == name and entry["total"] is not None for entry in models):
            continue
        if not isinstance(value, type) and name.startswith(("test", "main", "train", "load", "get_data")):
            continue
        for call in written.ways(root, path, name, value, namespace):
            for each in makers(call, value, called):
                try:
                    entry = of_call(each, namespace)
                    if entry:
                        models.append(entry)
                except BaseException as error:
                    unfinished(error)
                    if isinstance(error, KeyboardInterrupt):
                        raise
                    problems.append(f"{each}: {type(error).__name__}: {str(error)[:150]}")
    return {"models": models, "problems": problems}


def makers(call, value, called):
    """The call itself; of a class that only makes models, those of its methods that may and need nothing."""
    if not isinstance(value, type) or issubclass(value, keras.Model):
        return [call]
    methods = [name for name, method in vars(value).items() if MAKES.search(name) and name not in called and isinstance(method, types.FunctionType)]
    needed = {name: [each for each in inspect.signature(getattr(value, name)).parameters.values() if each.default is each.empty] for name in methods}
    return [f"{call}.{name}()" for name in methods if len(needed[name]) == 1]


def of_call(call, namespace):
    before = len(made)
    result = evaluated(call, namespace)
    if not isinstance(result, keras.Model) or invented(result):
        return None
    place = next((each[1:] for each in made[before:] if each[0] is result), (None, []))
    entry = describe(result, *place)
    if entry.get("total", 0) is None:
        entry = on_some_input(call, namespace) or entry
    return {**entry, "call": call}


def evaluated(call, namespace):
    keras.utils.clear_session()
    with running.limited():
        return eval(call, namespace)


def on_some_input(call, namespace):
    """A model that is built where it is first called, on the first of the usual inputs that it takes; a trial that failed may have built a part."""
    for shape in INPUTS:
        try:
            model = evaluated(call, namespace)
            with running.limited():
                model(keras.Input(shape))
            entry = describe(model, None, [])
        except Exception:
            continue
        if entry.get("total") is not None:
            return {**entry, "given": [[None, *shape]]}
    return None
