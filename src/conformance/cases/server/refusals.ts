/** Requests that break what the service model says of them. */
import type { ProbeCase, ServerRequest } from '../../server/request.ts';
import { BROKEN_CONSTRAINTS, MISSING_MEMBERS } from './constraints.ts';
import { about, SERVICE_MODEL } from './parts.ts';

const CONSTRAINT_TRAITS = 'https://smithy.io/2.0/spec/constraint-traits.html';

const counts = ({ operation }: ServerRequest): boolean => operation === 'CountTokens';
const missing = Object.values(MISSING_MEMBERS);
const broken = Object.values(BROKEN_CONSTRAINTS);

function refused(one: Pick<ProbeCase, 'slug' | 'statement' | 'requests'> & Partial<ProbeCase>): ProbeCase {
  return about({
    level: 'SHOULD',
    authority: 'normative',
    references: [SERVICE_MODEL, CONSTRAINT_TRAITS],
    live: 'doubles-only',
    expect: [{ is: 'error', status: [400], type: ['ValidationException'] }],
    ...one,
  });
}

export const REFUSAL_CASES: readonly ProbeCase[] = [
  refused({
    slug: 's/required-members',
    statement:
      'A request of Converse in which a required member is missing is refused with 400 and ValidationException.',
    references: [SERVICE_MODEL, 'PT RestJsonMalformedRequiredBodyUnset', 'BerriAI/litellm#24668'],
    requests: missing.filter((request) => !counts(request)),
  }),
  refused({
    slug: 's/constraints',
    statement:
      'A request that breaks a constraint of the service model — enum, pattern, length or range — is refused with 400 and ValidationException.',
    references: [SERVICE_MODEL, CONSTRAINT_TRAITS, 'PT RestJsonMalformedEnumString', 'BerriAI/litellm#24668'],
    requests: broken.filter((request) => !counts(request)),
  }),
  refused({
    slug: 's/count-tokens-constraints',
    statement:
      'CountTokens refuses with 400 and ValidationException what lacks a required member or breaks a constraint.',
    operation: 'CountTokens',
    requests: [...missing, ...broken].filter(counts),
  }),
];
