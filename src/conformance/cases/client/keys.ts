/** The keys that clients are given: AWS's documented examples, and inventions of the same form. */
export const KEYS = {
  plain: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  session: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    sessionToken: 'touchstone-session-token-EXAMPLE',
  },
  apiKey: 'ABSKdG91Y2hzdG9uZS1FWEFNUExFLWtleQ==',
} as const;
