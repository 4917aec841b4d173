/** Runs the tests of the reference client on other versions of Node, which the npm package `node` brings. */
import { spawnSync } from 'node:child_process';

const VERSIONS = ['20', '22', '24'];
const TESTS = ['test/unit/client', 'test/integration/client'];

const wanted = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS;
const failed = wanted.filter((version) => !passesOn(version));
if (failed.length > 0) {
  console.error(`The reference client fails on Node ${failed.join(', ')}.`);
  process.exitCode = 1;
}

function passesOn(version: string): boolean {
  const node = ['--yes', '--package', `node@${version}`, 'node'];
  const shown = spawnSync('npx', [...node, '--version'], { encoding: 'utf8' });
  if (shown.status !== 0) {
    console.error(`Node ${version} cannot be had: ${shown.stderr.trim()}`);
    return false;
  }
  console.log(`Node ${shown.stdout.trim()}`);
  return (
    spawnSync('npx', [...node, 'node_modules/vitest/vitest.mjs', 'run', ...TESTS], { stdio: 'inherit' }).status === 0
  );
}
