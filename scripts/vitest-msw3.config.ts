/** The project's tests with the msw that npx has put on the path, in place of the installed one. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { mergeConfig } from 'vitest/config';
import config from '../vitest.config.ts';

/** npx puts `<somewhere>/node_modules/.bin` first. */
const folder = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((bin) => join(bin, '../msw'))
  .find((path) => existsSync(join(path, 'package.json')));
if (folder === undefined) throw new Error('msw is not on the path: run npm run test:msw3');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
if (!version.startsWith('3.')) throw new Error(`msw 3 is wanted, not ${version}: run npm run test:msw3`);
console.log(`Node ${process.version}, msw ${version}`);

// knip and vitest read configurations by their default export.
export default mergeConfig(config, {
  test: { env: { MSW_MAJOR: '3' } },
  resolve: {
    alias: [
      { find: /^msw$/, replacement: join(folder, 'lib/core/index.js') },
      { find: /^msw\/node$/, replacement: join(folder, 'lib/node/index.js') },
    ],
  },
});
