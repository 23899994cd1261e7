/**
 * The typed syntax tree of Python, as the evaluator reads it. Every node carries its place in the text
 * the user sees (UTF-16 offsets), also when the text had to be repaired before it could be parsed.
 * Named after CPython's `ast` where the two agree. Plain data: no methods, no parents.
 */
import type { Message } from '../message.ts';

/** A half-open range of UTF-16 offsets into the original text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export type UnaryOperator = '-' | '+' | '~' | 'not';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

interface Node extends Span {
  readonly kind: string;
}

export interface Name extends Node {
  readonly kind: 'Name';
  readonly id: string;
}
/** Integers beyond 2^53 are bigint, all others number. */
export interface IntLiteral extends Node {
  readonly kind: 'Int';
  readonly value: number | bigint;
}
export interface FloatLiteral extends Node {
  readonly kind: 'Float';
  readonly value: number;
}
/** `1j`: kept so that it is not mistaken for something else; evaluates to Unknown. */
export interface ImaginaryLiteral extends Node {
  readonly kind: 'Imaginary';
}
/** Adjacent literals are already joined and escapes decoded. */
export interface StrLiteral extends Node {
  readonly kind: 'Str';
  readonly value: string;
}
export interface BytesLiteral extends Node {
  readonly kind: 'Bytes';
  readonly value: string;
}
export interface FString extends Node {
  readonly kind: 'FString';
  readonly parts: readonly (string | FormattedValue)[];
}
export interface FormattedValue extends Span {
  readonly value: Expression;
  readonly conversion: 'r' | 's' | 'a' | null;
  readonly format: FString | null;
  /** Text before `=` in `{x=}`, white space included, else null. */
  readonly debug: string | null;
}
export interface ConstantLiteral extends Node {
  readonly kind: 'Constant';
  readonly value: 'None' | 'True' | 'False' | 'Ellipsis';
}
export interface TupleExpression extends Node {
  readonly kind: 'Tuple';
  readonly items: readonly Expression[];
}
export interface ListExpression extends Node {
  readonly kind: 'List';
  readonly items: readonly Expression[];
}
export interface SetExpression extends Node {
  readonly kind: 'Set';
  readonly items: readonly Expression[];
}
export interface DictExpression extends Node {
  readonly kind: 'Dict';
  /** A null key is a `**mapping` entry. */
  readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
}
export interface UnaryExpression extends Node {
  readonly kind: 'Unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}
export interface BinaryExpression extends Node {
  readonly kind: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface BoolExpression extends Node {
  readonly kind: 'Bool';
  readonly operator: 'and' | 'or';
  readonly values: readonly Expression[];
}
export interface CompareExpression extends Node {
  readonly kind: 'Compare';
  readonly left: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly right: Expression }[];
}
export interface Argument extends Span {
  /** `f(x)`, `f(name=x)`, `f(*x)`, `f(**x)`. A star over an error stands for any number of arguments that could not be read. */
  readonly kind: 'positional' | 'keyword' | 'star' | 'double-star';
  readonly name: string | null;
  readonly value: Expression;
}
export interface CallExpression extends Node {
  readonly kind: 'Call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
}
export interface AttributeExpression extends Node {
  readonly kind: 'Attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
}
export interface SubscriptExpression extends Node {
  readonly kind: 'Subscript';
  readonly object: Expression;
  readonly index: Expression;
}
export interface SliceExpression extends Node {
  readonly kind: 'Slice';
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
export interface StarredExpression extends Node {
  readonly kind: 'Starred';
  readonly value: Expression;
}
export interface ConditionalExpression extends Node {
  readonly kind: 'Conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface LambdaExpression extends Node {
  readonly kind: 'Lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
export interface ComprehensionClause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
  readonly isAsync: boolean;
}
export interface Comprehension extends Node {
  readonly kind: 'Comprehension';
  readonly produces: 'list' | 'set' | 'generator' | 'dict';
  /** The value of a dict comprehension's entry is in `value`; null for the others. */
  readonly element: Expression;
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}
export interface NamedExpression extends Node {
  readonly kind: 'Named';
  readonly target: Name;
  readonly value: Expression;
}
export interface AwaitExpression extends Node {
  readonly kind: 'Await';
  readonly value: Expression;
}
export interface YieldExpression extends Node {
  readonly kind: 'Yield';
  readonly value: Expression | null;
  readonly from: boolean;
}
/** What could not be read: evaluates to Unknown, with this text as its cause. Empty where nothing is typed yet, as in `f(size=`. */
export interface ErrorExpression extends Node {
  readonly kind: 'Error';
  readonly text: string;
}

export type Expression =
  | Name
  | IntLiteral
  | FloatLiteral
  | ImaginaryLiteral
  | StrLiteral
  | BytesLiteral
  | FString
  | ConstantLiteral
  | TupleExpression
  | ListExpression
  | SetExpression
  | DictExpression
  | UnaryExpression
  | BinaryExpression
  | BoolExpression
  | CompareExpression
  | CallExpression
  | AttributeExpression
  | SubscriptExpression
  | SliceExpression
  | StarredExpression
  | ConditionalExpression
  | LambdaExpression
  | Comprehension
  | NamedExpression
  | AwaitExpression
  | YieldExpression
  | ErrorExpression;

export interface Parameter extends Span {
  readonly kind: 'positional-only' | 'positional' | 'star' | 'keyword-only' | 'double-star';
  readonly name: string;
  readonly nameSpan: Span;
  readonly annotation: Expression | null;
  readonly defaultValue: Expression | null;
}

export interface ExpressionStatement extends Node {
  readonly kind: 'ExpressionStatement';
  readonly value: Expression;
}
export interface Assignment extends Node {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AnnotatedAssignment extends Node {
  readonly kind: 'AnnotatedAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}
export interface AugmentedAssignment extends Node {
  readonly kind: 'AugmentedAssign';
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}
export interface Return extends Node {
  readonly kind: 'Return';
  readonly value: Expression | null;
}
export interface Delete extends Node {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}
export interface Pass extends Node {
  readonly kind: 'Pass';
}
export interface Break extends Node {
  readonly kind: 'Break';
}
export interface Continue extends Node {
  readonly kind: 'Continue';
}
export interface Raise extends Node {
  readonly kind: 'Raise';
  readonly value: Expression | null;
  readonly cause: Expression | null;
}
export interface Assert extends Node {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly message: Expression | null;
}
export interface Global extends Node {
  readonly kind: 'Global';
  readonly names: readonly string[];
}
export interface Nonlocal extends Node {
  readonly kind: 'Nonlocal';
  readonly names: readonly string[];
}
export interface ImportAlias extends Span {
  readonly name: string;
  readonly alias: string | null;
}
export interface Import extends Node {
  readonly kind: 'Import';
  readonly names: readonly ImportAlias[];
}
export interface ImportFrom extends Node {
  readonly kind: 'ImportFrom';
  /** Dots before the module name. */
  readonly level: number;
  readonly module: string;
  /** null is `*`. */
  readonly names: readonly ImportAlias[] | null;
}
export interface If extends Node {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface For extends Node {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly isAsync: boolean;
}
export interface While extends Node {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface With extends Node {
  readonly kind: 'With';
  readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}
export interface ExceptHandler extends Span {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}
export interface Try extends Node {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finalizer: readonly Statement[];
}
export interface FunctionDefinition extends Node {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  /** Contains `yield` (of its own, not of a nested function). */
  readonly isGenerator: boolean;
}
export interface ClassDefinition extends Node {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}
export interface MatchCase extends Span {
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}
export interface Match extends Node {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
/** `type X = ...` */
export interface TypeAlias extends Node {
  readonly kind: 'TypeAlias';
  readonly name: string;
  readonly value: Expression;
}
/** A statement that could not be read. It costs itself and nothing else; `names` are those it would have bound. */
export interface ErrorStatement extends Node {
  readonly kind: 'ErrorStatement';
  readonly text: string;
  readonly names: readonly string[];
}

export type Pattern =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'capture'; readonly name: string | null; readonly pattern: Pattern | null }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'star'; readonly name: string | null }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
      readonly rest: string | null;
    }
  | {
      readonly kind: 'class';
      readonly type: Expression;
      readonly positional: readonly Pattern[];
      readonly keyword: readonly { readonly name: string; readonly pattern: Pattern }[];
    }
  | { readonly kind: 'or'; readonly options: readonly Pattern[] };

export type Statement =
  | ExpressionStatement
  | Assignment
  | AnnotatedAssignment
  | AugmentedAssignment
  | Return
  | Delete
  | Pass
  | Break
  | Continue
  | Raise
  | Assert
  | Global
  | Nonlocal
  | Import
  | ImportFrom
  | If
  | For
  | While
  | With
  | Try
  | FunctionDefinition
  | ClassDefinition
  | Match
  | TypeAlias
  | ErrorStatement;

/** A place where the text is not Python, in the user's own offsets. */
export interface SyntaxProblem extends Span {
  readonly message: Message;
}

export interface Comment extends Span {
  /** Without the leading `#`, trimmed. */
  readonly text: string;
}

export interface Module {
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** True when the repair pre-pass changed the text before it was parsed. */
  readonly repaired: boolean;
}
