/** `npm run build`: types by tsc, programs by esbuild, each entry with what it shares with the others in chunks. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
await build({
  absWorkingDir: ROOT,
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    'client/index': 'src/client/index.ts',
    'conformance/index': 'src/conformance/index.ts',
    'recordings/index': 'src/recordings/index.ts',
    'msw/index': 'src/msw/index.ts',
    'testing/index': 'src/testing/index.ts',
    'vitest/index': 'src/vitest/index.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
