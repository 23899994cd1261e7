/** How numbers are written in texts for people: `1,234,567`, `1.23M`. */

/** Made on first use: the first format of a process loads the locale's data, most of the extension's own time to load. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let format: Intl.NumberFormat | null = null;
  return (value) => (format ??= new Intl.NumberFormat('en-US', options)).format(value);
}
