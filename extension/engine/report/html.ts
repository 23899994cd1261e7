/** A report as one HTML file that needs nothing else: no script, no network, light and dark. */
import { english, type Message } from '../../message.ts';
import { numberFormat } from '../../model/number-format.ts';
import type { LayerRow, ModelGraph } from '../../model/graph.ts';
import { shapeText, sizeText } from '../../model/sizes/text.ts';
import type { Size } from '../../model/size.ts';
import type { MapPicture } from './picture.ts';

export interface ReportPicture {
  readonly title: string;
  readonly subtitle: string;
  readonly picture: MapPicture;
  /** Share of the power at the stride's frequency, where an upsampling layer leads here. */
  readonly share: number | null;
}

export interface ReportModel {
  readonly model: ModelGraph;
  /** The input, the layers that upsample, the output. */
  readonly pictures: readonly ReportPicture[];
  /** Why there are no pictures, or not all. */
  readonly reason: string | null;
}

/** How the analysis is put into words. */
type Words = (message: Message) => string;

export interface Report {
  readonly file: string;
  readonly models: readonly ReportModel[];
  readonly findings: readonly { readonly severity: string; readonly message: string; readonly line: number }[];
  /** What the pictures were made with: `Scene, initial weights, seed 1`. */
  readonly settings: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

const whole = numberFormat({});
const four = numberFormat({ maximumSignificantDigits: 4 });
const percent = numberFormat({ style: 'percent', maximumFractionDigits: 1 });

const count = (size: Size | null): string =>
  size === null ? '–' : typeof size === 'number' ? whole(size) : escapeHtml(sizeText(size));

/** The widest a picture is drawn, in CSS pixels; small maps are enlarged by a whole factor. */
const PLACE = 256;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function figure({ title, subtitle, picture, share }: ReportPicture): string {
  const { width, height, png, low, high, shown, factor } = picture;
  const times = Math.max(1, Math.floor(PLACE / Math.max(width, height)));
  const what = shown === 'colours' ? 'three channels as colours' : 'mean of the channels';
  const range = `values from ${four(low)} to ${four(high)}`;
  const artifact = share === null ? '' : `, ${percent(share)} of the power at the stride’s frequency`;
  const alt = escapeHtml(`${title}, ${subtitle}: ${what}, ${range}${artifact}`);
  return `<figure><img src="data:image/png;base64,${base64(png)}" width="${width * times}" height="${height * times}" alt="${alt}">
<figcaption><strong>${escapeHtml(title)}</strong><br>${escapeHtml(subtitle)}${factor > 1 ? `, drawn 1 : ${factor}` : ''}<br>${what}, ${range}${artifact}</figcaption></figure>`;
}

function row({ name, type, outputShapes, params, macs, artifact, reason }: LayerRow, words: Words): string {
  const known = outputShapes.filter((shape) => shape !== null);
  const shape =
    known.length === outputShapes.length
      ? escapeHtml(known.map(shapeText).join(', '))
      : `<em>not inferred${reason === null ? '' : `: ${escapeHtml(words(reason))}`}</em>`;
  const grade = artifact === null ? '' : `<span class="grade ${artifact.grade}">${artifact.grade}</span>`;
  return `<tr><th scope="row">${escapeHtml(name === '' ? type : name)}</th><td>${escapeHtml(type)}</td><td>${shape}</td><td class="n">${count(params)}</td><td class="n">${count(macs)}</td><td>${grade}</td></tr>`;
}

function upsampling({ rows }: ModelGraph, words: Words): string {
  const found = rows.flatMap(({ name, type, artifact }) => (artifact ? [{ name, type, artifact }] : []));
  if (found.length === 0) return '';
  const items = found.map(({ name, type, artifact }) => {
    const energy =
      artifact.periodicEnergy === null ? '' : `, expected periodic energy ${percent(artifact.periodicEnergy)}`;
    return `<li><strong>${escapeHtml(name === '' ? type : name)}</strong> (${escapeHtml(type)}): ${escapeHtml(words(artifact.reason))} Unevenness ${four(artifact.unevenness)}${energy}.</li>`;
  });
  return `<h3>Upsampling</h3><ul>${items.join('')}</ul>`;
}

function section({ model, pictures, reason }: ReportModel, words: Words): string {
  const { total, trainable } = model.params;
  const framework = model.framework === 'keras' ? 'Keras' : 'PyTorch';
  const constraints = model.constraints.map(({ text }) => `<li>${escapeHtml(text)}</li>`).join('');
  return `<section><h2>${escapeHtml(model.name)}</h2>
<p>${framework} ${escapeHtml(model.type)}, ${count(total)} parameters (${count(trainable)} trainable), ${count(model.macs)} multiply-accumulates for one sample.</p>
${constraints === '' ? '' : `<p>The input must satisfy:</p><ul>${constraints}</ul>`}
${reason === null ? '' : `<p class="reason">${escapeHtml(reason)}</p>`}
<div class="figures">${pictures.map(figure).join('')}</div>
${upsampling(model, words)}
<h3>Layers</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Layers of ${escapeHtml(model.name)}"><table><thead><tr><th scope="col">Layer</th><th scope="col">Type</th><th scope="col">Output shape</th><th scope="col" class="n">Parameters</th><th scope="col" class="n">MACs</th><th scope="col">Checkerboard</th></tr></thead>
<tbody>${model.rows.map((each) => row(each, words)).join('\n')}</tbody></table></div></section>`;
}

const STYLE = `:root{color-scheme:light dark;--ink:#1f2328;--muted:#57606a;--line:#d0d7de;--ground:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--muted:#9aa4af;--line:#3d444d;--ground:#15191e}}
body{max-width:1100px;margin:0 auto;padding:24px 20px 64px;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem}h2{margin-top:2.5rem;padding-bottom:.2rem;border-bottom:1px solid var(--line);font-size:1.25rem}h3{font-size:1rem}
.note,figcaption,.reason{color:var(--muted);font-size:.87rem}
.figures{display:flex;flex-wrap:wrap;gap:20px}figure{max-width:264px;margin:0}img{display:block;margin-bottom:6px;image-rendering:pixelated}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums}
th,td{padding:3px 12px 3px 0;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}tbody th{font-family:ui-monospace,monospace;font-weight:normal}
.n{text-align:right}.grade{padding:0 6px;border:1px solid var(--line);border-radius:8px}.strong,.holes{font-weight:600}
@media print{section{break-before:page}section:first-of-type{break-before:auto}}`;

export function reportHtml({ file, models, findings, settings }: Report, words: Words = english): string {
  const name = escapeHtml(file);
  const list = findings.map(
    ({ severity, message, line }) =>
      `<li><strong>${escapeHtml(severity)}</strong>, line ${line}: ${escapeHtml(message)}</li>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} · Layerscope</title><style>${STYLE}</style></head>
<body><main><h1>${name}</h1>
<p class="note">Read by Layerscope, never run. Pictures: ${escapeHtml(settings)}.</p>
${models.length === 0 ? '<p>No model was found in this file.</p>' : models.map((model) => section(model, words)).join('\n')}
${list.length === 0 ? '' : `<section><h2>Findings</h2><ul>${list.join('')}</ul></section>`}
</main></body></html>
`;
}
