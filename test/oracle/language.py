"""Runs Python snippets under CPython and records what they compute, for the evaluator's tests.

Run from the repository root with Python 3.11: python test/oracle/language.py
Snippets stand in test/oracle/language/*.py, each under a line `### title`; of each, the repr of every public name that
holds data is recorded. Besides, random expressions (seeded) on numbers, formats, slices and strings.
"""

import glob
import json
import os
import random
import sys
import types

assert sys.version_info[:2] == (3, 11), "the texts of messages differ between versions"


def is_data(value, depth=0):
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type, types.MethodType)):
        return False
    if type(value).__module__ in ("typing", "functools", "argparse") and type(value).__name__ != "Namespace":
        return False
    # The order of a set is not the language's to say.
    if isinstance(value, (set, frozenset)) and len(value) > 1:
        return False
    if depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
        return all(is_data(each, depth + 1) for each in value)
    if depth < 4 and isinstance(value, dict):
        return all(is_data(each, depth + 1) for pair in value.items() for each in pair)
    return True


def run(code):
    space = {"__name__": "__main__"}
    exec(compile(code, "snippet", "exec"), space)
    found = {}
    for name, value in space.items():
        if name.startswith("__") or not is_data(value):
            continue
        text = repr(value)
        if " object at 0x" not in text and " at 0x" not in text:
            found[name] = text
    return found


def snippets():
    for path in sorted(glob.glob(os.path.join(os.path.dirname(__file__), "language", "*.py"))):
        subject = os.path.splitext(os.path.basename(path))[0]
        for part in open(path).read().split("### ")[1:]:
            title, _, code = part.partition("\n")
            yield {"title": f"{subject}: {title}", "code": code.rstrip(), "values": run(code)}


def number(r):
    kind = r.random()
    if kind < 0.35:
        return repr(r.randint(-20, 20))
    if kind < 0.45:
        return repr(r.randint(-(10**18), 10**18))
    if kind < 0.5:
        return repr(r.randint(-(10**30), 10**30))
    if kind < 0.75:
        return repr(round(r.uniform(-50, 50), r.randint(0, 4)))
    if kind < 0.85:
        return repr(r.choice([0.5, 1.5, 2.5, -0.5, 0.125, 1e16, 1e-7, 123456.789, 0.1, 1e22, 5e-324, 0.0, -0.0]))
    return repr(r.uniform(-1, 1) * 10 ** r.randint(-12, 18))


def arithmetic(r):
    operator = r.choice(["+", "-", "*", "/", "//", "%", "<", "==", ">=", "**"])
    if operator == "**":
        return f"({r.randint(-9, 9)}) ** {r.randint(-4, 25)}"
    return f"({number(r)}) {operator} ({number(r)})"


def formatting(r):
    value = number(r)
    whole = "." not in value and "e" not in value
    kind = r.choice(["d", "x", "b", "o", ",", "_", ""] if whole and r.random() < 0.6 else ["f", "e", "g", "%", "", ",f", ".3"])
    width = r.choice(["", "", str(r.randint(1, 20)), "0" + str(r.randint(1, 20))])
    align = r.choice(["", "", "", "<", ">", "^", "*^", "="]) if not width.startswith("0") else ""
    sign = r.choice(["", "", "+", " "])
    group = ""
    if kind.startswith(","):
        group, kind = ",", kind[1:]
    if kind == "_":
        group, kind = "_", ""
    precision = "" if whole and kind in ("d", "x", "b", "o", "") else r.choice(["", f".{r.randint(0, 8)}"])
    if kind == ".3":
        precision, kind = ".3", ""
    return f"format({value}, {align + sign + width + group + precision + kind!r})"


def percent(r):
    value = number(r)
    width = r.choice(["", str(r.randint(1, 15))])
    kind = r.choice(["d", "f", "e", "g", "s", "r", "x"])
    flags = "".join(r.sample(["-", "+", "0", " "] + (["#"] if kind == "x" else []), r.randint(0, 2)))
    if kind == "x" and ("." in value or "e" in value):
        kind, flags = "g", flags.replace("#", "")
    precision = r.choice(["", f".{r.randint(0, 6)}"]) if kind in "feg" else ""
    return f"{'%' + flags + width + precision + kind!r} % ({value},)"


def rounding(r):
    return f"round({number(r)}, {r.randint(-5, 6)})" if r.random() < 0.7 else f"round({r.randint(-99, 99) / 2})"


def slicing(r):
    bounds = [r.choice(["", str(r.randint(-9, 9))]) for _ in range(3)]
    if bounds[2] == "0":
        bounds[2] = "2"
    return f"{r.choice(['list(range(7))', repr('abcdefg'), '(1, 2, 3)', 'range(1, 12, 2)', '[]'])}[{':'.join(bounds)}]"


def text(r):
    subject = repr("".join(r.choice("ab xA1-_") for _ in range(r.randint(0, 9))))
    part = repr("".join(r.choice("ab x") for _ in range(r.randint(1, 2))))
    method = r.choice(
        [
            f"split({part})", "split()", f"split({part}, 1)", f"rsplit({part}, 1)", "split(None, 1)", "rsplit(None, 1)",
            f"find({part})", f"rfind({part}, 1)", f"count({part})", f"replace({part}, 'ZZ', {r.randint(-1, 2)})",
            "title()", "capitalize()", "swapcase()", f"strip({part})", f"center({r.randint(0, 12)}, '*')", "zfill(6)",
            f"partition({part})", f"rpartition({part})", f"startswith({part})", "isalnum()", "isupper()", "istitle()",
            "splitlines()", "isidentifier()", f"removeprefix({part})", f"join(['p', 'q'])", "expandtabs(3)",
        ]
    )
    return f"{subject}.{method}"


def expressions(count):
    r = random.Random(2024)
    makers = [arithmetic, arithmetic, formatting, formatting, percent, rounding, slicing, text, text]
    result = []
    for index in range(count):
        code = makers[index % len(makers)](r)
        try:
            value = repr(eval(code))
        except Exception as error:
            value = "raises " + type(error).__name__
        result.append([code, value])
    return result


if __name__ == "__main__":
    recorded = {"python": "3.11", "snippets": list(snippets()), "expressions": expressions(3600)}
    with open("test/recorded/language.json", "w") as file:
        json.dump(recorded, file, separators=(",", ":"))
    print(len(recorded["snippets"]), "snippets,", sum(len(s["values"]) for s in recorded["snippets"]), "values,", len(recorded["expressions"]), "expressions")
