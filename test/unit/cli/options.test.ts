import { describe, expect, test } from 'vitest';
import { nearestName } from '../../../src/cli/nearest-name.ts';
import { flag, many, one, parseOptions } from '../../../src/cli/options.ts';
import { choice, integer, rate, share, text } from '../../../src/cli/readers.ts';
import { UsageError } from '../../../src/cli/terminal.ts';

const TABLE = {
  port: one('N', '', integer(0, 65_535)),
  scenarios: many('FILE', '', text),
  strict: flag(''),
  auth: one('MODE', '', choice('enforce', 'off')),
};

test('values by the table, the rest in order', () => {
  const args = ['--port=80', 'a', '--scenarios', 'x', '--strict', '--scenarios', 'y', 'b', '--', '--port'];
  expect(parseOptions(args, TABLE)).toEqual({
    values: { port: 80, scenarios: ['x', 'y'], strict: true },
    positionals: ['a', 'b', '--port'],
  });
});

test('of a value given twice the last counts', () => {
  expect(parseOptions(['--port', '1', '--port', '2'], TABLE).values).toEqual({ port: 2 });
});

test.each([
  [['--prot', '80'], 'unknown option --prot; did you mean --port?'],
  [['--scenario', 'x'], 'unknown option --scenario; did you mean --scenarios?'],
  [['--xyz'], 'unknown option --xyz'],
  [['-p', '80'], 'unknown option -p'],
  [['--constructor'], 'unknown option --constructor'],
  [['--port'], '--port needs a value: --port N'],
  [['--scenarios', '--strict'], '--scenarios needs a value: --scenarios FILE'],
  [['--strict=yes'], '--strict takes no value, but got "yes"'],
  [['--port', '65536'], '--port 65536: wants a whole number from 0 to 65535'],
  [['--port', '8o'], '--port 8o: wants a whole number from 0 to 65535'],
  [['--port='], '--port : wants a whole number from 0 to 65535'],
  [['--auth', 'none'], '--auth none: wants one of enforce, off'],
  [['--scenarios', ''], '--scenarios : is empty'],
])('%j', (args, message) => {
  expect(() => parseOptions(args, TABLE)).toThrow(new UsageError(message));
});

describe('readers', () => {
  test.each([
    [integer(0), '0', 0],
    [integer(0), '12', 12],
    [share, '0', 0],
    [share, '0.25', 0.25],
    [share, '1', 1],
    [rate, '0.5', 0.5],
    [rate, '60', 60],
  ])('%o reads %j', (read, given, value) => {
    expect(read(given)).toBe(value);
  });

  test.each([
    [integer(0), '-1', 'wants a whole number of at least 0'],
    [integer(0), '1.5', 'wants a whole number of at least 0'],
    [integer(0), '9'.repeat(20), 'wants a whole number of at least 0'],
    [share, '1.1', 'wants a number from 0 to 1'],
    [share, ' ', 'wants a number from 0 to 1'],
    [rate, '0', 'wants a number above 0'],
    [rate, 'Infinity', 'wants a number above 0'],
  ])('%o refuses %j', (read, given, message) => {
    expect(() => read(given)).toThrow(new Error(message));
  });
});

describe('the nearest name', () => {
  const names = ['serve', 'check', 'schema', 'models', 'credentials', 'credentials-file', 'tls', 'tps'];

  test.each([
    ['serv', 'serve'],
    ['sreve', 'serve'],
    ['shcema', 'schema'],
    ['credential', 'credentials'],
    ['credentals-fiel', 'credentials-file'],
    ['cred', 'credentials'],
    ['tsl', 'tls'],
  ])('of %s is %s', (given, name) => {
    expect(nearestName(given, names)).toBe(name);
  });

  test.each([[''], ['x'], ['launch'], ['version']])('of %j is none', (given) => {
    expect(nearestName(given, names)).toBe(undefined);
  });
});
