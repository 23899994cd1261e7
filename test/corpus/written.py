"""How a repository itself makes and runs its modules: the calls of a name with plain numbers, and the sizes of the tensors it makes."""

import ast
import contextlib
import functools
import inspect
import warnings

import running

MAKERS = {"randn", "rand", "zeros", "ones", "empty"}
SUMMARIES = {"summary", "get_model_complexity_info"}
# Of each name, in other files as well; more would say the same again.
MOST_CALLS = 3
LARGEST = 2**22
# A model made in more ways says much the same again.
MOST_WAYS = 2


@functools.lru_cache(None)
def tree_of(path):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(path.read_text(errors="ignore"))
    except (SyntaxError, ValueError):
        return None


def name_of(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def plain(node):
    try:
        ast.literal_eval(node)
        return True
    except (ValueError, TypeError, SyntaxError):
        return False


@functools.lru_cache(None)
def calls_of(path):
    """name -> its arguments as text, of the calls in which all are plain."""
    found = {}
    tree = tree_of(path)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and (node.args or node.keywords) and (name := name_of(node.func)):
            values = [*node.args, *(each.value for each in node.keywords)]
            if all(plain(value) for value in values) and all(each.arg for each in node.keywords):
                text = ast.unparse(node)[len(ast.unparse(node.func)) :]
                found.setdefault(name, {})[text] = True
    return found


def files(root, path):
    """This file, those beside it, the others."""
    return sorted(root.rglob("*.py"), key=lambda other: (other != path, other.parent != path.parent, other))


def calls(root, path, name):
    found = {}
    for file in files(root, path):
        found.update(calls_of(file).get(name, {}))
        if len(found) >= MOST_CALLS:
            break
    return [f"{name}{text}" for text in list(found)[:MOST_CALLS]]


def size(node):
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return None
    return tuple(value) if isinstance(value, (tuple, list)) and value and all(type(each) is int and each > 0 for each in value) else None


@functools.lru_cache(None)
def sizes_of(path):
    found = {}
    tree = tree_of(path)
    for node in ast.walk(tree) if tree else ():
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name in MAKERS and node.args:
            shape = size(node.args[0]) or size(ast.Tuple(node.args, ast.Load()))
            found.update({shape: True} if shape else {})
        if name in SUMMARIES:
            given = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "input_size")]
            for shape in filter(None, map(size, given)):
                found.update({shape: True, (1, *shape): True})
    return [shape for shape in found if 2 <= len(shape) <= 5]


def sizes(root, path):
    """Of tensors that this file makes, then of those in other files."""
    found = {}
    for file in files(root, path):
        found.update(dict.fromkeys(sizes_of(file)))
        if len(found) > 12:
            break
    return [shape for shape in found if functools.reduce(int.__mul__, shape) <= LARGEST]


def ways(root, path, name, value, namespace):
    """How to make one: with nothing where that will do, as the repository does, with guesses."""
    function = value.__init__ if isinstance(value, type) else value
    needed = running.arguments_of(function, namespace)
    found = [] if needed is None or needed else [f"{name}()"]
    for text in calls(root, path, name):
        with contextlib.suppress(TypeError, ValueError):
            call = ast.parse(text, mode="eval").body
            rest = [None] * (len(call.args) + isinstance(value, type))
            inspect.signature(function).bind(*rest, **{each.arg: None for each in call.keywords})
            found.append(text)
    return found[:MOST_WAYS] or ([running.call_text(name, needed)] if needed else [])
