/** What a command may know of the outside: handed in by `cli.ts`, the only place that touches the process. */
export interface Terminal {
  /** A line, or several, on standard output. */
  readonly out: (text: string) => void;
  /** The same on standard error. */
  readonly err: (text: string) => void;
  /** Whether standard output shows colours. */
  readonly colours: boolean;
  readonly version: string;
  /** The variables of the environment. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Resolves when the person wants the program to end; a second wish ends it at once. */
  readonly stopped: () => Promise<void>;
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {}

/** What was asked cannot be done: exit code 1. */
export class CommandError extends Error {}
