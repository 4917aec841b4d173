/**
 * Runs the tests that touch msw with msw 3, which needs a newer Node than the project: both come from npm for the run,
 * and neither is a dependency.
 */
import { spawnSync } from 'node:child_process';

const TESTS = ['test/integration/forms', 'test/unit/msw'];
const WITH = ['--yes', '--package', 'node@22', '--package', 'msw@3', 'node'];
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/vitest-msw3.config.ts'];

const { status } = spawnSync('npx', [...WITH, ...VITEST, ...TESTS], { stdio: 'inherit' });
process.exitCode = status ?? 1;
