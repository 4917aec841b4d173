import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      'bedrock-touchstone/recordings': join(import.meta.dirname, 'src/recordings/index.ts'),
      'bedrock-touchstone/client': join(import.meta.dirname, 'src/client/index.ts'),
      'bedrock-touchstone/msw': join(import.meta.dirname, 'src/msw/index.ts'),
      'bedrock-touchstone/testing': join(import.meta.dirname, 'src/testing/index.ts'),
      'bedrock-touchstone/vitest': join(import.meta.dirname, 'src/vitest/index.ts'),
      'bedrock-touchstone': join(import.meta.dirname, 'src/index.ts'),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
