import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { env: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } },
});
