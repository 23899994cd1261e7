"""
What the real frameworks say of the models in public files: the truth that compare.ts holds the analysis against.

Run from the repository root: python test/corpus/record.py FOLDER [OUT.json] [part of a path ...]

FOLDER is one checked-out repository; nothing of it is kept here. Each file runs in a process of its own, statement by statement (one that
fails costs itself only), as __main__ but without training and data. Functions and classes that nobody called are then called: with their
defaults, and where an argument has none and its name says what it is, with a number that fits the name. Recorded for Keras: every model
that was made, where, with the table of `model.layers`. For PyTorch: the call, an input that it takes, the calls of leaf modules.
"""

import contextlib
import json
import multiprocessing
import os
import pathlib
import re
import resource
import sys
import tempfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", MPLBACKEND="agg")

SECONDS_PER_FILE = 300
# A trial on an input that is too large fails, and the machine goes on.
MEMORY = 6 * 2**30
SKIPPED = {"setup.py", "conftest.py"}


def framework_of(text):
    # Many files speak of the other framework: what they import counts.
    imported = set(re.findall(r"^\s*(?:import|from)\s+(keras|tensorflow|tf_keras|torch)\b", text, re.MULTILINE))
    if imported:
        return "torch" if imported == {"torch"} else "keras"
    return "keras" if "keras" in text or "tensorflow" in text else "torch" if "torch" in text else None


def work(framework, root, path, pipe):
    os.chdir(tempfile.mkdtemp())
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    try:
        if framework == "keras":
            import keras_truth as truth
        else:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            import torch_truth as truth
        pipe.send(truth.record(root, path))
    except BaseException as error:
        pipe.send({"error": f"{type(error).__name__}: {error}"})
    pipe.close()
    os._exit(0)


def of_file(framework, root, path):
    """In a process of its own, forked from this one, which has the frameworks loaded."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(framework, root, path, theirs))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(SECONDS_PER_FILE) else {"error": f"longer than {SECONDS_PER_FILE} s"}
    except EOFError:
        return {"error": "the process ended"}
    finally:
        process.kill()
        process.join()


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else root.parent / f"{root.name}.truth.json"
    only = sys.argv[3:]
    recorded = json.loads(out.read_text()) if out.exists() else {}
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if path.name in SKIPPED or "_test" in name or "/tests/" in f"/{name}":
            continue
        if not any(part in name for part in only) if only else name in recorded:
            continue
        framework = framework_of(path.read_text(errors="ignore"))
        if framework is None:
            continue
        load(framework)
        entry = of_file(framework, root, path)
        recorded[name] = {"framework": framework, **entry}
        print(name, len(entry.get("models", [])), entry.get("error", "")[-200:], entry.get("problems", [])[:3], flush=True)
        out.write_text(json.dumps(recorded))


def load(framework):
    """Once for all files, which are forked from here."""
    if framework == "keras":
        import keras
        import tensorflow
    else:
        import torch
        import written

        sys.path.append(str(pathlib.Path(__file__).parents[1] / "oracle"))
        from vision_operators import open_torchvision

        with contextlib.suppress(ImportError):
            open_torchvision()


if __name__ == "__main__":
    main()
