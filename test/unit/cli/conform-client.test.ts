/** `touchstone conform client`: what it says where nothing could be tried. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { COMMAND_TRIALS } from '../../../src/conformance/command/trials.ts';

const DRIVER = join(import.meta.dirname, '../../../drivers/reference/main.ts');
/** Uses the endpoint that it finds in its environment; the stage answers with an error, and the command ends well. */
const COMMAND = [process.execPath, '-e', 'fetch(process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME)'];

async function run(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(['conform', 'client', ...args], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    colours: false,
    version: '1.2.3',
    stopped: async () => {},
  });
  return { code, out, err };
}

test('of a command it names the cases that there are for commands', async () => {
  expect(await run('--case', 'un/*', '--', ...COMMAND)).toEqual({
    code: 4,
    out: [],
    err: [`touchstone: nothing ran; a command is tried with ${COMMAND_TRIALS.map(({ slug }) => slug).join(', ')}`],
  });
});

test('of a driver it names the option that lists all', async () => {
  expect(await run('--driver', `${process.execPath} --import tsx ${DRIVER} runtime`, '--case', 'no/such')).toEqual({
    code: 4,
    out: [],
    err: ['touchstone: nothing ran; --list has the names of the cases'],
  });
});
