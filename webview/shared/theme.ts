/** The editor's colours for what is drawn on a canvas, which CSS cannot reach. They are read anew when the theme changes. */
import { useEffect, useState } from 'preact/hooks';
import type { Rgb } from './paint.ts';

/** Any CSS colour as bytes: the canvas parses it for us. */
function toRgb(color: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return [0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

export const readColor = (variable: string): Rgb =>
  toRgb(getComputedStyle(document.documentElement).getPropertyValue(variable).trim());

/** The colour in which artifacts glow. */
export function useGlow(): Rgb {
  const [glow, setGlow] = useState<Rgb>(() => readColor('--vscode-editorWarning-foreground'));
  useEffect(() => {
    const observer = new MutationObserver(() => setGlow(readColor('--vscode-editorWarning-foreground')));
    // VS Code changes the variables on <html> and the theme's class on <body>.
    observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    observer.observe(document.body, { attributeFilter: ['class'] });
    return () => observer.disconnect();
  }, []);
  return glow;
}
