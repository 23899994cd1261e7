/** Numbers as Python's `{:,}` writes them; the same in every locale. */
export function groupedNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
