import { expect, test, vi } from 'vitest';

test('without msw the import fails, and says what to do', async () => {
  vi.doMock('msw', () => {
    throw new Error("Cannot find package 'msw'");
  });
  await expect(import('../../../src/msw/index.ts')).rejects.toThrow('npm install --save-dev msw');
});
