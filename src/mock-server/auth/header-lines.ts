/** Header lines found by lower-case name, without an object a request: a verification looks up a dozen of twenty. */
export interface HeaderLines {
  readonly names: readonly string[];
  readonly raw: readonly string[];
}

export function headerLines(rawHeaders: readonly string[]): HeaderLines {
  const names: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) names.push(rawHeaders[index]!.toLowerCase());
  return { names, raw: rawHeaders };
}

/** The value of a header as SigV4 reads it: lines of one name in their order, joined by a comma without a space. */
export function headerValue(lines: HeaderLines, name: string): string | undefined {
  let index = lines.names.indexOf(name);
  if (index < 0) return undefined;
  let value = lines.raw[2 * index + 1]!;
  while ((index = lines.names.indexOf(name, index + 1)) >= 0) value = `${value},${lines.raw[2 * index + 1]!}`;
  return value;
}

/**
 * The value of a signed header. HTTP/2 has no host line: clients sign `:authority` (AWS SDK for JavaScript) or its
 * value as `host` (Go, curl).
 */
export function signedValue(lines: HeaderLines, name: string): string | undefined {
  const value = headerValue(lines, name);
  if (value !== undefined) return value;
  if (name === 'host') return headerValue(lines, ':authority');
  return name === ':authority' ? headerValue(lines, 'host') : undefined;
}
