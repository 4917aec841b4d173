/** Requests as a client would send them, without one. */
import type { SandboxFace } from '../../../src/index.ts';

export const NOVA = 'amazon.nova-lite-v1:0';

export async function converse(bedrock: SandboxFace, text: string, more: object = {}, action = 'converse') {
  return bedrock.fetch(`http://bedrock/model/${NOVA}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant': 'acme' },
    body: JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }], ...more }),
  });
}

/** Read to its end. */
export async function ask(bedrock: SandboxFace, text: string, more: object = {}): Promise<void> {
  const response = await converse(bedrock, text, more);
  await response.arrayBuffer();
}

/** What a check that fails says. */
export function failure(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return 'it passed';
}
