/** The user's picture as numbers: the browser decodes it, we scale it to a sensible size and keep height x width x 3 values 0..1. */
import type { InputIntent } from '../../extension/protocol.ts';
import { t } from './l10n.ts';

/** Longest side kept, in pixels: more than any preview is run on, and 12 MB of numbers at most. */
const LONGEST_SIDE = 1024;

export async function decodePicture(name: string, file: Blob): Promise<InputIntent> {
  const failed = (message: string): InputIntent => ({ type: 'picture-failed', name, message });
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  } catch {
    return failed(t('“{0}” is not a picture that can be decoded here; PNG, JPEG, WebP, GIF and BMP files can.', name));
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) return failed(t('“{0}” could not be read: the editor offers no drawing surface.', name));
  // Transparent pixels have no colour of their own: they are put on white, as on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const bytes = context.getImageData(0, 0, width, height).data;
  const data = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < 3; channel++) data[pixel * 3 + channel] = (bytes[pixel * 4 + channel] ?? 0) / 255;
  return { type: 'set-picture', picture: { kind: 'pixels', name, height, width, data } };
}
