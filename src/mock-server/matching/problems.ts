/** What is wrong with scenarios, for a person. */

export type ProblemCode =
  /** There is no such file, or none in the directory. */
  | 'no-file'
  /** The file is no YAML or JSON. */
  | 'syntax'
  | 'wrong-type'
  | 'unknown-member'
  | 'missing-member'
  | 'conflicting-members'
  /** The type is right, the value is not. */
  | 'bad-value'
  /** A regular expression or a JSON path that is none. */
  | 'unreadable'
  /** Each value is right, together they are not. */
  | 'inconsistent'
  | 'duplicate-name'
  /** Only ever a hint. */
  | 'unknown-exception';

export interface Problem {
  readonly code: ProblemCode;
  /** As given to the loader. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The member: `scenarios[2].when.operation`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Scenarios that cannot be used: all that is wrong with them, one line each. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** `greetings.yaml:12:7: scenarios[2].when.opertion: unknown member; did you mean "operation"?` */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [place, path, message].filter((part) => part !== '').join(': ');
}

/** Where something is in a value: names of members and numbers of elements from the outside in. */
export type Path = readonly (string | number)[];

export function formatPath(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
