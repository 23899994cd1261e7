/** The name that somebody meant: the candidate with the fewest edits, if it is near enough to be a slip of the hand. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  // A third of the letters may differ; more is another word.
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(name, candidate);
    // The beginning of a name is near it, however long the rest; of several such names, the nearest.
    const distance = candidate.startsWith(name) || name.startsWith(candidate) ? 1 - 1 / (edits + 2) : edits;
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
