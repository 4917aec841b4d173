/** A text in YAML or JSON: its value, what is wrong with it, and where in it each member stands. */
import type * as Yaml from 'yaml';
import type { Path, Problem } from './problems.ts';

/** Line and column, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  /** Undefined where the text has syntax errors. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path begins, or the name of its last member; for what is not there, what it is not in. */
  readonly locate: (path: Path, key?: boolean) => Place;
}

const BYTE_ORDER_MARK = /^\uFEFF/;

/** JSON is read as YAML, of which it is a part. The parser is loaded when first needed: most servers have no files. */
export async function parseSource(text: string, file: string): Promise<Source> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text.replace(BYTE_ORDER_MARK, ''), {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const { value, errors } = valueOf(yaml, document);
  const problemAt = ({ message, at }: SyntaxError): Problem => {
    return { code: 'syntax', file, ...placeAt(at), path: '', message };
  };
  return {
    value,
    problems: firstOfEachLine(errors.map(problemAt)),
    locate: (path, key = false) => placeAt(offsetOf(yaml, nodeAt({ yaml, document, path, key }))),
  };
}

function valueOf(yaml: typeof Yaml, document: Yaml.Document): { value?: unknown; errors: readonly SyntaxError[] } {
  const errors = [...[...document.errors, ...document.warnings].map(syntaxError), ...badAliases(yaml, document)];
  if (errors.length > 0) return { errors };
  try {
    return { value: document.toJS(), errors };
  } catch (error) {
    return { errors: [{ message: (error as Error).message, at: 0 }] };
  }
}

interface SyntaxError {
  readonly message: string;
  /** UTF-16 units from the beginning of the text. */
  readonly at: number;
}

/** What most likely happened, beside what the parser says. */
const CURES: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a text with ": " in it needs quotes',
  BAD_SCALAR_START: 'a text that begins so needs quotes',
  TAB_AS_INDENT: 'indent with spaces',
};

function syntaxError({ code, message, pos }: Yaml.YAMLError): SyntaxError {
  const cure = CURES[code];
  const words = message.charAt(0).toLowerCase() + message.slice(1);
  return { message: cure === undefined ? words : `${words}; ${cure}`, at: pos[0] };
}

/** A glob that begins with a star and has no quotes is an alias to YAML. */
function badAliases(yaml: typeof Yaml, document: Yaml.Document): readonly SyntaxError[] {
  const found: SyntaxError[] = [];
  yaml.visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const message = `*${alias.source} is an alias in YAML; a text that begins with * needs quotes: "*${alias.source}"`;
      found.push({ message, at: offsetOf(yaml, alias) });
    },
  });
  return found;
}

/** Of several errors in a line all but the first follow from it. */
function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ line }, i) => problems.findIndex((other) => other.line === line) === i);
}

function offsetOf(yaml: typeof Yaml, node: unknown): number {
  return (yaml.isNode(node) && node.range?.[0]) || 0;
}

interface Search {
  readonly yaml: typeof Yaml;
  readonly document: Yaml.Document;
  readonly path: Path;
  readonly key: boolean;
}

function nodeAt({ yaml, document, path, key }: Search): unknown {
  let found: Partial<Yaml.Pair> = { value: document.contents };
  for (const step of path) {
    const { value } = found;
    const next = stepInto(yaml, yaml.isAlias(value) ? value.resolve(document) : value, step);
    if (next === undefined) return value;
    found = next;
  }
  return key ? (found.key ?? found.value) : (found.value ?? found.key);
}

function stepInto(yaml: typeof Yaml, node: unknown, step: string | number): Partial<Yaml.Pair> | undefined {
  if (yaml.isSeq(node)) return typeof step === 'number' && step in node.items ? { value: node.items[step] } : undefined;
  if (!yaml.isMap(node)) return undefined;
  return node.items.find(({ key }) => String(yaml.isScalar(key) ? key.value : key) === step);
}
