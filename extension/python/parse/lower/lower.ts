/** From the concrete tree to the typed one: which rule reads which kind of node, and the comments. */
import type { Comment, Span, Statement, SyntaxProblem } from '../../syntax.ts';
import type { EditedText } from '../edits.ts';
import type { FlatTree } from '../flat-tree.ts';
import { lowerGenericType, lowerMemberType, lowerType, lowerUnionType } from './annotations.ts';
import { lowerCall } from './calls.ts';
import {
  comprehensionRule,
  lowerDict,
  lowerList,
  lowerParenthesized,
  lowerSet,
  lowerTupleNode,
  lowerTuplePattern,
} from './collections.ts';
import { lowerFor, lowerIf, lowerMatch, lowerTry, lowerWhile, lowerWith } from './compound-statements.ts';
import { lowerClass, lowerDecorated, lowerFunction, lowerLambda } from './definitions.ts';
import { lowerImport, lowerImportFrom } from './imports.ts';
import { type ExpressionRule, Lowering, type Rules } from './lowering.ts';
import { lowerAttribute, lowerName, lowerSlice, lowerSubscript } from './names.ts';
import { lowerNumber } from './numbers.ts';
import {
  lowerAwait,
  lowerBinary,
  lowerBoolean,
  lowerComparison,
  lowerConditional,
  lowerNamed,
  lowerUnary,
  lowerYield,
} from './operators.ts';
import {
  lowerAssert,
  lowerDelete,
  lowerExpressionStatement,
  lowerRaise,
  lowerReturn,
  lowerTypeAlias,
  namesRule,
  pythonTwoRule,
  wordRule,
} from './simple-statements.ts';
import { lowerStarred } from './starred.ts';
import { lowerConcatenated, lowerString } from './strings.ts';

const constantRule =
  (value: 'None' | 'True' | 'False' | 'Ellipsis'): ExpressionRule =>
  (lowering, node) => ({ kind: 'Constant', ...lowering.span(node), value });

const RULES: Rules = {
  expressions: {
    __proto__: null as never,
    identifier: lowerName,
    integer: lowerNumber,
    float: lowerNumber,
    string: lowerString,
    concatenated_string: lowerConcatenated,
    none: constantRule('None'),
    true: constantRule('True'),
    false: constantRule('False'),
    ellipsis: constantRule('Ellipsis'),
    tuple: lowerTupleNode,
    tuple_pattern: lowerTuplePattern,
    expression_list: lowerTupleNode,
    pattern_list: lowerTupleNode,
    list: lowerList,
    list_pattern: lowerList,
    set: lowerSet,
    dictionary: lowerDict,
    list_splat: lowerStarred,
    list_splat_pattern: lowerStarred,
    splat_type: lowerStarred,
    parenthesized_expression: lowerParenthesized,
    list_comprehension: comprehensionRule('list'),
    set_comprehension: comprehensionRule('set'),
    dictionary_comprehension: comprehensionRule('dict'),
    generator_expression: comprehensionRule('generator'),
    attribute: lowerAttribute,
    subscript: lowerSubscript,
    slice: lowerSlice,
    call: lowerCall,
    binary_operator: lowerBinary,
    unary_operator: lowerUnary,
    not_operator: lowerUnary,
    boolean_operator: lowerBoolean,
    comparison_operator: lowerComparison,
    conditional_expression: lowerConditional,
    named_expression: lowerNamed,
    await: lowerAwait,
    yield: lowerYield,
    lambda: lowerLambda,
    type: lowerType,
    generic_type: lowerGenericType,
    union_type: lowerUnionType,
    member_type: lowerMemberType,
  },
  simple: {
    __proto__: null as never,
    expression_statement: lowerExpressionStatement,
    return_statement: lowerReturn,
    delete_statement: lowerDelete,
    raise_statement: lowerRaise,
    assert_statement: lowerAssert,
    global_statement: namesRule('Global'),
    nonlocal_statement: namesRule('Nonlocal'),
    pass_statement: wordRule('Pass'),
    break_statement: wordRule('Break'),
    continue_statement: wordRule('Continue'),
    import_statement: lowerImport,
    import_from_statement: lowerImportFrom,
    future_import_statement: lowerImportFrom,
    type_alias_statement: lowerTypeAlias,
    print_statement: pythonTwoRule('print'),
    exec_statement: pythonTwoRule('exec'),
  },
  compound: {
    __proto__: null as never,
    if_statement: lowerIf,
    for_statement: lowerFor,
    while_statement: lowerWhile,
    with_statement: lowerWith,
    try_statement: lowerTry,
    match_statement: lowerMatch,
    function_definition: lowerFunction,
    class_definition: lowerClass,
    decorated_definition: lowerDecorated,
  },
};

export interface Lowered {
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

/** The statements of an earlier version of the text, which is the same up to `end`; both can be read without a fault. */
export interface Same {
  readonly body: readonly Statement[];
  readonly end: number;
}

export function lower(tree: FlatTree, edited: EditedText, blanked: readonly Span[], same: Same | null = null): Lowered {
  const lowering = new Lowering(tree, edited, RULES, blanked);
  // A file that is one error has the error itself as its root.
  const body = same ? lowering.blockAfter(0, same.body, same.end) : lowering.block(0);
  return { body, comments: comments(lowering), problems: lowering.problems };
}

function comments(lowering: Lowering): Comment[] {
  const { tree } = lowering;
  const found: Comment[] = [];
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind(node) !== 'comment') continue;
    found.push({ ...lowering.span(node), text: tree.source(node).slice(1).trim() });
  }
  return found;
}
