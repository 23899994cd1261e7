/**
 * The syntax tree as one line of text per statement, the same text that test/oracle/syntax.py writes of CPython's own tree.
 * With `spans`, every node says where it stands: `x@0-1`.
 */
import type {
  Argument,
  Comprehension,
  Expression,
  FormattedValue,
  FString,
  Module,
  Parameter,
  Pattern,
  Span,
  Statement,
} from '../../../extension/python/syntax.ts';

export function dumpModule(module: Module, spans = false): string {
  const dump = new Dump(spans);
  return module.body.map((statement) => dump.statement(statement)).join('\n');
}

type Maybe<T> = T | null;

class Dump {
  constructor(private readonly spans: boolean) {}

  statement(node: Statement): string {
    return this.placed(node, this.statementText(node));
  }

  expression(node: Maybe<Expression>): string {
    return node ? this.placed(node, this.expressionText(node)) : '_';
  }

  private placed(span: Span, text: string): string {
    return this.spans ? `${text}@${span.start}-${span.end}` : text;
  }

  private list(nodes: readonly Expression[]): string {
    return nodes.map((node) => this.expression(node)).join(', ');
  }

  private block(statements: readonly Statement[]): string {
    return `[${statements.map((statement) => this.statement(statement)).join('; ')}]`;
  }

  private expressionText(node: Expression): string {
    switch (node.kind) {
      case 'Name':
        return node.id;
      case 'Int':
        return String(node.value);
      case 'Float':
        return floatText(node.value);
      case 'Imaginary':
        return 'Imaginary';
      case 'Str':
        return JSON.stringify(node.value);
      case 'Bytes':
        return `b${JSON.stringify(node.value)}`;
      case 'FString':
        return this.fstring(node);
      case 'Constant':
        return node.value;
      case 'Tuple':
      case 'List':
      case 'Set':
        return `${node.kind}(${this.list(node.items)})`;
      case 'Dict':
        return `Dict(${node.entries.map(({ key, value }) => (key ? `${this.expression(key)}: ` : '**') + this.expression(value)).join(', ')})`;
      case 'Unary':
        return `Unary(${node.operator} ${this.expression(node.operand)})`;
      case 'Binary':
        return `Binary(${this.expression(node.left)} ${node.operator} ${this.expression(node.right)})`;
      case 'Bool':
        return `Bool(${node.values.map((value) => this.expression(value)).join(` ${node.operator} `)})`;
      case 'Compare':
        return `Compare(${this.expression(node.left)}${node.rest.map(({ operator, right }) => ` ${operator} ${this.expression(right)}`).join('')})`;
      case 'Call':
        return `Call(${[this.expression(node.callee), ...node.args.map((arg) => this.argument(arg))].join(', ')})`;
      case 'Attribute':
        return `Attribute(${this.expression(node.object)} .${node.name})`;
      case 'Subscript':
        return `Subscript(${this.expression(node.object)}, ${this.expression(node.index)})`;
      case 'Slice':
        return `Slice(${this.expression(node.lower)}, ${this.expression(node.upper)}, ${this.expression(node.step)})`;
      case 'Starred':
        return `Starred(${this.expression(node.value)})`;
      case 'Conditional':
        return `Conditional(${this.expression(node.test)}, ${this.expression(node.then)}, ${this.expression(node.otherwise)})`;
      case 'Lambda':
        return `Lambda(${this.parameters(node.parameters)}: ${this.expression(node.body)})`;
      case 'Comprehension':
        return this.comprehension(node);
      case 'Named':
        return `Named(${this.expression(node.target)}, ${this.expression(node.value)})`;
      case 'Await':
        return `Await(${this.expression(node.value)})`;
      case 'Yield':
        return `Yield${node.from ? 'From' : ''}(${this.expression(node.value)})`;
      case 'Error':
        return `Error(${JSON.stringify(node.text)})`;
    }
  }

  private fstring(node: FString): string {
    const parts: string[] = [];
    for (const part of node.parts) {
      if (typeof part === 'string') {
        parts.push(part);
        continue;
      }
      // CPython's tree has no debug text: it is part of the text before, and `repr` is meant unless a format is given.
      if (part.debug !== null) parts.push(`${part.debug}=`);
      parts.push(`\0${this.formatted(part)}`);
    }
    const merged: string[] = [];
    for (const part of parts) {
      const last = merged.at(-1);
      if (!part.startsWith('\0') && last !== undefined && !last.startsWith('\0'))
        merged[merged.length - 1] = last + part;
      else merged.push(part);
    }
    return `FString(${merged.map((part) => (part.startsWith('\0') ? part.slice(1) : JSON.stringify(part))).join(', ')})`;
  }

  private formatted(part: FormattedValue): string {
    // CPython 3.11 does not know the places inside f-strings.
    const plain = new Dump(false);
    const conversion = part.conversion ?? (part.debug !== null && !part.format ? 'r' : null);
    return `{${plain.expression(part.value)}${conversion ? `!${conversion}` : ''}${part.format ? `:${plain.fstring(part.format)}` : ''}}`;
  }

  private argument(arg: Argument): string {
    const value = this.expression(arg.value);
    switch (arg.kind) {
      case 'positional':
        return value;
      case 'keyword':
        return this.placed(arg, `${arg.name ?? ''}=${value}`);
      case 'star':
        return this.placed(arg, `*${value}`);
      case 'double-star':
        return this.placed(arg, `**${value}`);
    }
  }

  private parameters(parameters: readonly Parameter[]): string {
    const marks = {
      'positional-only': '',
      positional: '',
      star: '*',
      'keyword-only': '',
      'double-star': '**',
    };
    return parameters
      .map((parameter) => {
        const name = `${marks[parameter.kind]}${parameter.name}${this.spans ? `@${parameter.nameSpan.start}` : ''}`;
        const annotation = parameter.annotation ? `: ${this.expression(parameter.annotation)}` : '';
        const value = parameter.defaultValue ? ` = ${this.expression(parameter.defaultValue)}` : '';
        const kind = { 'positional-only': '/', 'keyword-only': '!', positional: '', star: '', 'double-star': '' };
        return kind[parameter.kind] + name + annotation + value;
      })
      .join(', ');
  }

  private comprehension(node: Comprehension): string {
    const element = this.expression(node.element) + (node.value ? `: ${this.expression(node.value)}` : '');
    const clauses = node.clauses.map(
      (clause) =>
        `${clause.isAsync ? ' async' : ''} for ${this.expression(clause.target)} in ${this.expression(clause.iterable)}` +
        clause.conditions.map((condition) => ` if ${this.expression(condition)}`).join(''),
    );
    return `Comprehension(${node.produces} ${element}${clauses.join('')})`;
  }

  private statementText(node: Statement): string {
    const async = 'isAsync' in node && node.isAsync ? 'Async' : '';
    switch (node.kind) {
      case 'ExpressionStatement':
        return `Expr(${this.expression(node.value)})`;
      case 'Assign':
        return `Assign(${node.targets.map((target) => `${this.expression(target)} = `).join('')}${this.expression(node.value)})`;
      case 'AnnotatedAssign':
        return `AnnotatedAssign(${this.expression(node.target)}: ${this.expression(node.annotation)} = ${this.expression(node.value)})`;
      case 'AugmentedAssign':
        return `AugmentedAssign(${this.expression(node.target)} ${node.operator}= ${this.expression(node.value)})`;
      case 'Return':
        return `Return(${this.expression(node.value)})`;
      case 'Delete':
        return `Delete(${this.list(node.targets)})`;
      case 'Pass':
      case 'Break':
      case 'Continue':
        return node.kind;
      case 'Raise':
        return `Raise(${this.expression(node.value)} from ${this.expression(node.cause)})`;
      case 'Assert':
        return `Assert(${this.expression(node.test)}, ${this.expression(node.message)})`;
      case 'Global':
      case 'Nonlocal':
        return `${node.kind}(${node.names.join(', ')})`;
      case 'Import':
        return `Import(${this.aliases(node.names)})`;
      case 'ImportFrom':
        return `ImportFrom(${'.'.repeat(node.level)}${node.module} ${node.names ? this.aliases(node.names) : '*'})`;
      case 'If':
        return `If(${this.expression(node.test)} ${this.block(node.body)} else ${this.block(node.otherwise)})`;
      case 'While':
        return `While(${this.expression(node.test)} ${this.block(node.body)} else ${this.block(node.otherwise)})`;
      case 'For':
        return `${async}For(${this.expression(node.target)} in ${this.expression(node.iterable)} ${this.block(node.body)} else ${this.block(node.otherwise)})`;
      case 'With':
        return `${async}With(${node.items.map(({ context, target }) => `${this.expression(context)} as ${this.expression(target)}`).join(', ')} ${this.block(node.body)})`;
      case 'Try': {
        const handlers = node.handlers.map((handler) =>
          this.placed(
            handler,
            `except ${this.expression(handler.type)} as ${handler.name ?? '_'} ${this.block(handler.body)}`,
          ),
        );
        return `Try(${[this.block(node.body), ...handlers, `else ${this.block(node.otherwise)}`, `finally ${this.block(node.finalizer)}`].join(' ')})`;
      }
      case 'FunctionDef':
        return `${async}FunctionDef(${this.decorators(node.decorators)}${node.name}(${this.parameters(node.parameters)}) -> ${this.expression(node.returns)}${node.isGenerator ? ' generator' : ''} ${this.block(node.body)})`;
      case 'ClassDef':
        return `ClassDef(${this.decorators(node.decorators)}${node.name}(${node.bases.map((base) => this.argument(base)).join(', ')}) ${this.block(node.body)})`;
      case 'Match':
        return `Match(${this.expression(node.subject)} ${node.cases.map((one) => `case ${this.pattern(one.pattern)}${one.guard ? ` if ${this.expression(one.guard)}` : ''} ${this.block(one.body)}`).join(' ')})`;
      case 'TypeAlias':
        return `TypeAlias(${node.name} = ${this.expression(node.value)})`;
      case 'ErrorStatement':
        return `Error(${JSON.stringify(node.text)}${node.names.length > 0 ? ` binds ${node.names.join(', ')}` : ''})`;
    }
  }

  private aliases(names: readonly (Span & { name: string; alias: Maybe<string> })[]): string {
    return names
      .map((alias) => this.placed(alias, alias.name + (alias.alias === null ? '' : ` as ${alias.alias}`)))
      .join(', ');
  }

  private decorators(decorators: readonly Expression[]): string {
    return decorators.map((decorator) => `@${this.expression(decorator)} `).join('');
  }

  private pattern(pattern: Pattern): string {
    switch (pattern.kind) {
      case 'value':
        return `value(${this.expression(pattern.value)})`;
      case 'capture':
        return `${pattern.name ?? '_'}${pattern.pattern ? `(${this.pattern(pattern.pattern)})` : ''}`;
      case 'sequence':
        return `sequence(${pattern.items.map((item) => this.pattern(item)).join(', ')})`;
      case 'star':
        return `*${pattern.name ?? '_'}`;
      case 'mapping':
        return `mapping(${pattern.entries.map(({ key, pattern: value }) => `${this.expression(key)}: ${this.pattern(value)}`).join(', ')} **${pattern.rest ?? '_'})`;
      case 'class':
        return `class(${[this.expression(pattern.type), ...pattern.positional.map((item) => this.pattern(item)), ...pattern.keyword.map(({ name, pattern: value }) => `${name}=${this.pattern(value)}`)].join(', ')})`;
      case 'or':
        return `or(${pattern.options.map((option) => this.pattern(option)).join(' | ')})`;
    }
  }
}

/** Seventeen digits tell any two doubles apart; both languages can print them. */
function floatText(value: number): string {
  return Number.isFinite(value) ? value.toExponential(17).replace(/\.?0*e/, 'e') : 'inf';
}
