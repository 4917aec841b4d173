/** A single scenario, as one is tempted to send it, made the list that the loader reads. */

export interface Listed {
  readonly text: string;
  /** By how many columns a line, counted from 1, has moved to the right; none moves down. */
  readonly movedBy: (line: number) => number;
}

/**
 * What begins with an element, or names `scenarios`, is a list or a document already; what begins with a directive is
 * for the loader to judge.
 */
export function oneAsList(text: string): Listed {
  const first =
    text
      .replace(/^\uFEFF/, '')
      .split('\n')
      .find(says)
      ?.trim() ?? '';
  if (/^[[%-]/.test(first)) return asItIs(text);
  if (first.startsWith('{')) {
    return isDocument(text) ? asItIs(text) : { text: `[${text}]`, movedBy: (line) => (line === 1 ? 1 : 0) };
  }
  return /^['"]?scenarios['"]?\s*:/m.test(text) ? asItIs(text) : { text: indented(text), movedBy: () => 2 };
}

function asItIs(text: string): Listed {
  return { text, movedBy: () => 0 };
}

function isDocument(text: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(text) as object, 'scenarios');
  } catch {
    return /\bscenarios\b['"]?\s*:/.test(text);
  }
}

/** Behind the dash of the only element. */
function indented(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex(says);
  const indent = (line: string, i: number) => (i < first || line.trim() === '' ? line : `  ${line}`);
  return lines.map((line, i) => (i === first ? `- ${line}` : indent(line, i))).join('\n');
}

/** Whether a line is more than a comment. */
function says(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}
