/** The drawn graph as a file of its own: all of it, with the colours that the editor's theme gives it now. */

/** Around the graph, in its own units. */
export const MARGIN = 16;

const KEPT = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

export function svgFile(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [svg.querySelectorAll('rect, path, text'), copy.querySelectorAll('rect, path, text')];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const property of KEPT) to[index]?.setAttribute(property, style.getPropertyValue(property));
    to[index]?.removeAttribute('class');
  });
  // As if nobody had zoomed: the margin is what the first and the last node keep from the edge.
  copy.querySelector('g')?.setAttribute('transform', `translate(${MARGIN} ${MARGIN})`);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.ceil(width)));
  copy.setAttribute('height', String(Math.ceil(height)));
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background').trim()],
  ] as const)
    ground.setAttribute(name, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}
