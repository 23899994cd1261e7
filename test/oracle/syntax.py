"""Record how CPython itself reads Python: one line per statement, in the notation of test/python/parse/dump.ts.

    python test/oracle/syntax.py                    writes test/recorded/syntax.json from test/oracle/syntax_snippets.txt
    python test/oracle/syntax.py FILE.py ...        prints {"file", "source", "tree"} per file, one JSON object a line
"""
import ast
import json
import re
import sys
from pathlib import Path

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


def text_of(value):
    """As JSON.stringify writes it: lone surrogates escaped, everything else as it is."""
    return re.sub("[\ud800-\udfff]", lambda m: "\\u%04x" % ord(m[0]), json.dumps(value, ensure_ascii=False))


def float_text(value):
    if value == float("inf"):
        return "inf"
    mantissa, exponent = f"{value:.17e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent):+d}"


class Dump:
    def __init__(self, source, spans=True):
        self.spans = spans
        # ast counts UTF-8 bytes from the beginning of a line; the tree under test counts UTF-16 units from the beginning of the text.
        self.lines = []
        self.starts = []
        # A byte order mark takes one UTF-16 unit, and CPython does not count it.
        offset = 1 if source.startswith("\ufeff") else 0
        source = source[offset:]
        for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", source):
            self.lines.append(line.encode("utf-8", "surrogatepass"))
            self.starts.append(offset)
            offset += len(line.encode("utf-16-le", "surrogatepass")) // 2

    def offset(self, line, column):
        before = self.lines[line - 1][:column].decode("utf-8", "surrogatepass")
        return self.starts[line - 1] + len(before.encode("utf-16-le", "surrogatepass")) // 2

    def placed(self, node, text):
        if not self.spans:
            return text
        start = self.offset(node.lineno, node.col_offset)
        return f"{text}@{start}-{self.offset(node.end_lineno, node.end_col_offset)}"

    def module(self, tree):
        return "\n".join(self.statement(node) for node in tree.body)

    def block(self, nodes):
        return "[" + "; ".join(self.statement(node) for node in nodes) + "]"

    def list(self, nodes):
        return ", ".join(self.expression(node) for node in nodes)

    def expression(self, node):
        return "_" if node is None else self.placed(node, self.expression_text(node))

    def expression_text(self, node):
        e = self.expression
        match node:
            case ast.Name():
                return node.id
            case ast.Constant():
                return self.constant(node.value)
            case ast.JoinedStr():
                return self.fstring(node)
            case ast.Tuple() | ast.List() | ast.Set():
                return f"{type(node).__name__}({self.list(node.elts)})"
            case ast.Dict():
                pairs = zip(node.keys, node.values)
                return "Dict(" + ", ".join((f"{e(k)}: " if k else "**") + e(v) for k, v in pairs) + ")"
            case ast.UnaryOp():
                return f"Unary({OPERATORS[type(node.op)]} {e(node.operand)})"
            case ast.BinOp():
                return f"Binary({e(node.left)} {OPERATORS[type(node.op)]} {e(node.right)})"
            case ast.BoolOp():
                return "Bool(" + f" {OPERATORS[type(node.op)]} ".join(e(v) for v in node.values) + ")"
            case ast.Compare():
                rest = "".join(f" {OPERATORS[type(o)]} {e(r)}" for o, r in zip(node.ops, node.comparators))
                return f"Compare({e(node.left)}{rest})"
            case ast.Call():
                return "Call(" + ", ".join([e(node.func), *self.arguments(node.args, node.keywords)]) + ")"
            case ast.Attribute():
                return f"Attribute({e(node.value)} .{node.attr})"
            case ast.Subscript():
                return f"Subscript({e(node.value)}, {e(node.slice)})"
            case ast.Slice():
                return f"Slice({e(node.lower)}, {e(node.upper)}, {e(node.step)})"
            case ast.Starred():
                return f"Starred({e(node.value)})"
            case ast.IfExp():
                return f"Conditional({e(node.test)}, {e(node.body)}, {e(node.orelse)})"
            case ast.Lambda():
                return f"Lambda({self.parameters(node.args)}: {e(node.body)})"
            case ast.ListComp():
                return self.comprehension("list", e(node.elt), node)
            case ast.SetComp():
                return self.comprehension("set", e(node.elt), node)
            case ast.GeneratorExp():
                return self.comprehension("generator", e(node.elt), node)
            case ast.DictComp():
                return self.comprehension("dict", f"{e(node.key)}: {e(node.value)}", node)
            case ast.NamedExpr():
                return f"Named({e(node.target)}, {e(node.value)})"
            case ast.Await():
                return f"Await({e(node.value)})"
            case ast.Yield():
                return f"Yield({e(node.value)})"
            case ast.YieldFrom():
                return f"YieldFrom({e(node.value)})"
        raise TypeError(node)

    def constant(self, value):
        match value:
            case None | True | False:
                return str(value)
            case int():
                return str(value)
            case float():
                return float_text(value)
            case complex():
                return "Imaginary"
            case str():
                return text_of(value)
            case bytes():
                return "b" + text_of(value.decode("latin-1"))
        assert value is Ellipsis
        return "Ellipsis"

    def fstring(self, node):
        # CPython 3.11 does not know the places inside f-strings.
        plain = Dump("", spans=False)
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(text_of(part.value))
                continue
            conversion = "" if part.conversion == -1 else f"!{chr(part.conversion)}"
            spec = f":{plain.fstring(part.format_spec)}" if part.format_spec else ""
            parts.append(f"{{{plain.expression(part.value)}{conversion}{spec}}}")
        return f"FString({', '.join(parts)})"

    def arguments(self, args, keywords):
        both = sorted([*args, *keywords], key=lambda a: (a.lineno, a.col_offset))
        for arg in both:
            if isinstance(arg, ast.Starred):
                yield self.placed(arg, f"*{self.expression(arg.value)}")
            elif isinstance(arg, ast.keyword):
                yield self.placed(arg, ("**" if arg.arg is None else f"{arg.arg}=") + self.expression(arg.value))
            else:
                yield self.expression(arg)

    def parameters(self, args):
        plain = [("/", a) for a in args.posonlyargs] + [("", a) for a in args.args]
        defaults = [None] * (len(plain) - len(args.defaults)) + args.defaults
        found = [self.parameter(kind, a, d) for (kind, a), d in zip(plain, defaults)]
        if args.vararg:
            found.append(self.parameter("*", args.vararg, None))
        found += [self.parameter("!", a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults)]
        if args.kwarg:
            found.append(self.parameter("**", args.kwarg, None))
        return ", ".join(found)

    def parameter(self, kind, arg, default):
        place = f"@{self.offset(arg.lineno, arg.col_offset)}" if self.spans else ""
        annotation = f": {self.expression(arg.annotation)}" if arg.annotation else ""
        value = f" = {self.expression(default)}" if default else ""
        return f"{kind}{arg.arg}{place}{annotation}{value}"

    def comprehension(self, produces, element, node):
        clauses = ""
        for clause in node.generators:
            clauses += " async" * clause.is_async
            clauses += f" for {self.expression(clause.target)} in {self.expression(clause.iter)}"
            clauses += "".join(f" if {self.expression(test)}" for test in clause.ifs)
        return f"Comprehension({produces} {element}{clauses})"

    def statement(self, node):
        return self.placed(node, self.statement_text(node))

    def statement_text(self, node):
        e, block = self.expression, self.block
        match node:
            case ast.Expr():
                return f"Expr({e(node.value)})"
            case ast.Assign():
                return f"Assign({''.join(f'{e(t)} = ' for t in node.targets)}{e(node.value)})"
            case ast.AnnAssign():
                return f"AnnotatedAssign({e(node.target)}: {e(node.annotation)} = {e(node.value)})"
            case ast.AugAssign():
                return f"AugmentedAssign({e(node.target)} {OPERATORS[type(node.op)]}= {e(node.value)})"
            case ast.Return():
                return f"Return({e(node.value)})"
            case ast.Delete():
                return f"Delete({self.list(node.targets)})"
            case ast.Pass() | ast.Break() | ast.Continue():
                return type(node).__name__
            case ast.Raise():
                return f"Raise({e(node.exc)} from {e(node.cause)})"
            case ast.Assert():
                return f"Assert({e(node.test)}, {e(node.msg)})"
            case ast.Global() | ast.Nonlocal():
                return f"{type(node).__name__}({', '.join(node.names)})"
            case ast.Import():
                return f"Import({self.aliases(node.names)})"
            case ast.ImportFrom():
                names = "*" if node.names[0].name == "*" else self.aliases(node.names)
                return f"ImportFrom({'.' * node.level}{node.module or ''} {names})"
            case ast.If() | ast.While():
                return f"{type(node).__name__}({e(node.test)} {block(node.body)} else {block(node.orelse)})"
            case ast.For() | ast.AsyncFor():
                head = f"{e(node.target)} in {e(node.iter)}"
                return f"{type(node).__name__}({head} {block(node.body)} else {block(node.orelse)})"
            case ast.With() | ast.AsyncWith():
                items = ", ".join(f"{e(i.context_expr)} as {e(i.optional_vars)}" for i in node.items)
                return f"{type(node).__name__}({items} {block(node.body)})"
            case ast.Try() | ast.TryStar():
                handlers = "".join(
                    " " + self.placed(h, f"except {e(h.type)} as {h.name or '_'} {block(h.body)}") for h in node.handlers
                )
                return f"Try({block(node.body)}{handlers} else {block(node.orelse)} finally {block(node.finalbody)})"
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                generator = " generator" if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own(node.body)) else ""
                head = f"{self.decorators(node)}{node.name}({self.parameters(node.args)}) -> {e(node.returns)}"
                return f"{type(node).__name__}({head}{generator} {block(node.body)})"
            case ast.ClassDef():
                bases = ", ".join(self.arguments(node.bases, node.keywords))
                return f"ClassDef({self.decorators(node)}{node.name}({bases}) {block(node.body)})"
            case ast.Match():
                cases = " ".join(
                    f"case {self.pattern(c.pattern)}{f' if {e(c.guard)}' if c.guard else ''} {block(c.body)}" for c in node.cases
                )
                return f"Match({e(node.subject)} {cases})"
        raise TypeError(node)

    def aliases(self, names):
        return ", ".join(self.placed(a, a.name + (f" as {a.asname}" if a.asname else "")) for a in names)

    def decorators(self, node):
        return "".join(f"@{self.expression(d)} " for d in node.decorator_list)

    def pattern(self, node):
        p = self.pattern
        match node:
            case ast.MatchValue(value=ast.BinOp() as value):
                return "value(" + self.placed(value, "Imaginary") + ")"
            case ast.MatchValue():
                return f"value({self.expression(node.value)})"
            case ast.MatchSingleton():
                return "value(" + self.placed(node, str(node.value)) + ")"
            case ast.MatchSequence():
                return f"sequence({', '.join(p(x) for x in node.patterns)})"
            case ast.MatchStar():
                return f"*{node.name or '_'}"
            case ast.MatchAs():
                return (node.name or "_") + (f"({p(node.pattern)})" if node.pattern else "")
            case ast.MatchOr():
                return f"or({' | '.join(p(x) for x in node.patterns)})"
            case ast.MatchMapping():
                entries = ", ".join(f"{self.expression(k)}: {p(v)}" for k, v in zip(node.keys, node.patterns))
                return f"mapping({entries} **{node.rest or '_'})"
            case ast.MatchClass():
                keywords = [f"{name}={p(value)}" for name, value in zip(node.kwd_attrs, node.kwd_patterns)]
                return f"class({', '.join([self.expression(node.cls), *[p(x) for x in node.patterns], *keywords])})"
        raise TypeError(node)


def own(nodes):
    """All nodes of a function's body that belong to it and not to a function inside it."""
    todo = list(nodes)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            todo.extend(ast.iter_child_nodes(node))


def snippets(text):
    """Titles stand on lines of their own, `=== title`; `\\r`, `\\t`, `\\f`, `\\ufeff` in a title's code are written `<CR>` and so on."""
    marks = {"<CR>": "\r", "<TAB>": "\t", "<FF>": "\f", "<BOM>": "\ufeff"}
    for block in re.split(r"^=== ", text, flags=re.M)[1:]:
        title, code = block.split("\n", 1)
        code = code.rstrip("\n") + "\n"
        for mark, character in marks.items():
            code = code.replace(mark, character)
        yield title, code


def parse(source):
    # ast.parse treats a byte order mark in a str as a character; as bytes it is what it is.
    return ast.parse(source.encode("utf-8", "surrogatepass")) if source.startswith("\ufeff") else ast.parse(source)


def main():
    here = Path(__file__).parent
    if len(sys.argv) > 1:
        for name in sys.argv[1:]:
            source = Path(name).read_bytes().decode("utf-8")
            print(json.dumps({"file": name, "source": source, "tree": Dump(source).module(parse(source))}))
        return
    recorded = []
    for title, code in snippets((here / "syntax_snippets.txt").read_text(encoding="utf-8")):
        recorded.append({"title": title, "code": code, "tree": Dump(code).module(parse(code))})
    out = here.parent / "recorded" / "syntax.json"
    out.write_text(json.dumps(recorded, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(recorded)} snippets recorded in {out}")


if __name__ == "__main__":
    main()
