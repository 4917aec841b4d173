/** Identifiers as Anthropic's models on Bedrock give them out. */
import type { Ids } from './ids.ts';

/** The alphabet of all recorded ids: no 0, I, O or l among 2,500 characters. */
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `short`: the form up to Opus 4.6; `long`: from Opus 4.7 on (two public quotations). */
export function messageId(form: 'short' | 'long', ids: Ids): string {
  return form === 'short' ? `msg_bdrk_01${ids.letters(BASE58, 22)}` : `msg_bdrk_${ids.letters(BASE32, 52)}`;
}

export function toolUseId(ids: Ids): string {
  return `toolu_bdrk_01${ids.letters(BASE58, 22)}`;
}

/** Valid base64 of a usual length; nobody outside Anthropic can check one. */
export function thinkingSignature(ids: Ids): string {
  return `Eq${ids.base62(342)}`;
}
