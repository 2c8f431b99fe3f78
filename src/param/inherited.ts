/** Names in a record and in those that it inherits from, each once; those of the farthest come first. */
export function namesIn(record: object): string[] {
  const names: string[] = [];
  for (let at: object | null = record; at !== null; at = Object.getPrototypeOf(at) as object | null) names.unshift(...Object.keys(at));
  return [...new Set(names)];
}
