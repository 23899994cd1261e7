"""Runs a sample as a script: alone in its folder, without arguments. Shared by keras_models.py and torch_models.py."""

import pathlib
import runpy
import sys
import traceback


def run(path):
    """The names of the sample after it ran. What it imports from its own folder is forgotten afterwards."""
    before = set(sys.modules)
    arguments = sys.argv
    sys.argv = [str(path)]
    sys.path.insert(0, str(path.parent))
    try:
        return runpy.run_path(str(path), run_name="__main__")
    finally:
        sys.argv = arguments
        sys.path.pop(0)
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if path.parent.resolve() in pathlib.Path(origin).resolve().parents:
                del sys.modules[name]


def raised(error, path):
    """The error, and the innermost line of the sample's own files that it passed."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if path.parent.resolve() in pathlib.Path(frame.filename).resolve().parents
    ]
    text = str(error).split("\n")[0]
    entry = {"raises": f"{type(error).__name__}: {text}"}
    if isinstance(error, SyntaxError):
        entry.update(file=path.as_posix(), line=error.lineno)
    elif own:
        file = pathlib.Path(own[-1].filename).resolve().relative_to(pathlib.Path.cwd())
        entry.update(file=file.as_posix(), line=own[-1].lineno)
    return entry
