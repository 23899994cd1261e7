/**
 * `node build/l10n.mjs` writes l10n/bundle.l10n.json: every message that goes through vscode.l10n.t in the host, and through t() in the
 * texts of the cards and in the panels, and every template of what the analysis says (extension/message.ts). `--check` writes nothing,
 * and fails where the file is not up to date, or where a text that people read does not go through any of them; of what the analysis
 * says, the compiler sees to that.
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

const FOLDERS = ['extension/editor', 'webview'];
/** Their texts are messages of the analysis, and everything else is read by nobody but the command line's users. */
const SAYING = ['python', 'model', 'frameworks', 'engine', 'rewrite'].map((folder) => `extension/${folder}`);
const SAID = 'extension/message.ts';
const BUNDLE = path.join(root, 'l10n/bundle.l10n.json');
/** Attributes and properties whose text people read. */
const READ = new Set([
  'label',
  'title',
  'aria-label',
  'aria-roledescription',
  'hint',
  'message',
  'alt',
  'placeholder',
  'reason',
  'tooltip',
]);
/** Calls whose text nobody reads but who looks into the log, or that is no text. */
const UNREAD =
  /(^|\.)(log|#log|console)\.\w+$|^(died|querySelector|closest|matches|executeCommand|getConfiguration|registerCommand|createElement)/;

const files = (folder) =>
  fs
    .readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();

const isTranslation = (node) => ts.isCallExpression(node) && /^(vscode\.l10n\.t|t)$/.test(node.expression.getText());

const isMessage = (node) => ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say';

/** say`The input has ${channels} channels.` as message.ts makes it. */
const templateOf = ({ template }) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : template.templateSpans.reduce(
        (text, { literal }, index) => `${text}{${index}}${literal.text}`,
        template.head.text,
      );

/** What stands for a value is no English: a choice between words is two templates, or two messages. */
function wordsAmongValues({ template }) {
  const found = [];
  const visit = (node) => {
    if (isMessage(node)) return;
    const text = ts.isConditionalExpression(node.parent) && node !== node.parent.condition ? textOf(node) : undefined;
    if (text !== undefined && hasWords(text) && !/^(True|False|None)$/.test(text)) found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const { expression } of template.templateSpans ?? []) visit(expression);
  return found;
}

/** The text of a literal, with its expressions as `{}`; undefined where the node is none. */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('{}');
  return undefined;
}

const hasWords = (text) => /\p{L}{2}/u.test(text.replace(/\{\}/g, '').replace(/<[^>]*>/g, ''));
/** A sentence, or part of one: two words, or the end of one. Names of classes, commands and styles are none. */
const isSentence = (text) =>
  (/(^|[\s}])\p{L}{2,}\s+(\p{L}|\{)|\}\s\p{L}{3,}|\p{Lu}\p{Ll}+ \p{L}/u.test(text) &&
    !/^[\w-]+( [\w-]+)*$/.test(text.replace(/\{\}/g, ''))) ||
  /^\p{Lu}\p{Ll}+( \p{L}+)+[.…?]?$/u.test(text);

function isReadPlace(node) {
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return READ.has(parent.name.getText());
  if (ts.isJsxExpression(parent))
    return ts.isJsxAttribute(parent.parent) ? READ.has(parent.parent.name.getText()) : true;
  if (ts.isPropertyAssignment(parent)) return READ.has(parent.name.getText());
  if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent))
    return parent.condition !== node && isReadPlace(parent);
  if (ts.isBinaryExpression(parent))
    return /^(&&|\|\||\?\?|\+)$/.test(parent.operatorToken.getText()) && isReadPlace(parent);
  return false;
}

function scan() {
  const messages = new Set();
  const bypassing = [];
  for (const file of [...[...FOLDERS, ...SAYING].flatMap(files), SAID]) {
    const saying = file === SAID || SAYING.some((folder) => file.startsWith(`${folder}${path.sep}`));
    const source = ts.createSourceFile(
      file,
      fs.readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const say = (node, text) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      bypassing.push(`${file}:${line + 1}: ${text.trim()}`);
    };
    const visit = (node) => {
      if (isMessage(node)) {
        const message = templateOf(node);
        if (/[{}]/.test(message.replace(/\{\d+\}/g, ''))) say(node, message);
        // What holds nothing but values is the same in every language.
        if (hasWords(message.replace(/\{\d+\}/g, ''))) messages.add(message);
        for (const word of wordsAmongValues(node)) say(word, word.getText());
        for (const { expression } of node.template.templateSpans ?? []) visit(expression);
        return;
      }
      if (saying) {
        ts.forEachChild(node, visit);
        return;
      }
      if (isTranslation(node)) {
        const [first, ...rest] = node.arguments;
        for (const message of first && ts.isConditionalExpression(first)
          ? [first.whenTrue, first.whenFalse]
          : [first]) {
          if (message && ts.isStringLiteralLike(message)) messages.add(message.text);
          else say(node, node.getText());
        }
        rest.forEach(visit);
        return;
      }
      if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
      // The page around a panel is markup.
      if (ts.isVariableDeclaration(node) && node.name.getText() === 'policy') return;
      if (ts.isCallExpression(node) && UNREAD.test(node.expression.getText())) return;
      if (ts.isJsxText(node) && hasWords(node.text)) say(node, node.text);
      const text = textOf(node);
      if (text !== undefined && hasWords(text) && (isSentence(text) || isReadPlace(node))) say(node, text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { messages: [...messages].sort(), bypassing };
}

const { messages, bypassing } = scan();
const bundle = `${JSON.stringify(Object.fromEntries(messages.map((text) => [text, text])), null, 2)}\n`;
for (const place of bypassing) console.error(place);
if (bypassing.length > 0) {
  console.error(`${bypassing.length} texts are not translated.`);
  process.exitCode = 1;
}
if (!process.argv.includes('--check')) {
  fs.mkdirSync(path.dirname(BUNDLE), { recursive: true });
  fs.writeFileSync(BUNDLE, bundle);
} else if (!fs.existsSync(BUNDLE) || fs.readFileSync(BUNDLE, 'utf8') !== bundle) {
  console.error('l10n/bundle.l10n.json is not up to date: run node build/l10n.mjs');
  process.exitCode = 1;
}
