/** The commands, each loaded when it is wanted. */
import { helpText } from './help-text.ts';
import type { Terminal } from './terminal.ts';

export interface Command {
  readonly name: string;
  /** What it does, in a line. */
  readonly about: string;
  readonly help: () => Promise<string>;
  /** @returns the exit code. @throws UsageError, CommandError */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    about: 'run a double of Amazon Bedrock',
    help: async () => (await import('./serve-help.ts')).serveHelp(),
    run: async (args, terminal) => (await import('./serve.ts')).serve(args, terminal),
  },
  {
    name: 'conform',
    about: 'try a Bedrock client, or a Bedrock server',
    help: async () => (await import('./conform.ts')).conformHelp(),
    run: async (args, terminal) => (await import('./conform.ts')).conform(args, terminal),
  },
  {
    name: 'record',
    about: 'stand before the real service, keep what passes, and replay it',
    help: async () => (await import('./record.ts')).recordHelp(),
    run: async (args, terminal) => (await import('./record.ts')).record(args, terminal),
  },
  {
    name: 'import',
    about: 'make recordings of the files of vcrpy, HAR and nock',
    help: async () => (await import('./import.ts')).importHelp(),
    run: async (args, terminal) => (await import('./import.ts')).importCommand(args, terminal),
  },
  {
    name: 'scenarios',
    about: 'print recordings as scenarios to edit',
    help: async () => (await import('./scenarios.ts')).scenariosHelp(),
    run: async (args, terminal) => (await import('./scenarios.ts')).scenarios(args, terminal),
  },
  {
    name: 'check',
    about: 'validate files of scenarios',
    help: async () => (await import('./check.ts')).checkHelp(),
    run: async (args, terminal) => (await import('./check.ts')).check(args, terminal),
  },
  {
    name: 'schema',
    about: 'print the JSON Schema of such files, for editors',
    help: async () => (await import('./schema.ts')).schemaHelp(),
    run: async (args, terminal) => (await import('./schema.ts')).schema(args, terminal),
  },
  {
    name: 'models',
    about: 'list the models of the catalogue',
    help: async () => (await import('./models.ts')).modelsHelp(),
    run: async (args, terminal) => (await import('./models.ts')).models(args, terminal),
  },
];

export function overviewHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return helpText({
    usage: 'touchstone <command> [options]',
    about: [
      'An Amazon Bedrock you can run anywhere: for tests, without an AWS account.',
      '',
      'Commands:',
      ...COMMANDS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
      '',
      '"touchstone <command> --help" teaches one; "touchstone --version" prints the version.',
    ].join('\n'),
    examples: [['Start it, then paste the lines it prints where the client runs', 'touchstone serve']],
  });
}
