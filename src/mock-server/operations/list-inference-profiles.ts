import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { profilesIn } from '../../fixtures/models/inference-profiles.ts';
import { resolveModel } from '../../fixtures/models/resolve.ts';
import { MUST, violation } from '../../wire/constraints.ts';
import { parseModelId } from '../../wire/model-id.ts';
import { Refusal } from '../exchange.ts';
import { brokenConstraints, invalid } from './control-errors.ts';
import { applicationProfileSummary, inferenceProfileSummary } from './inference-profile-summary.ts';

export interface ListInferenceProfilesInput {
  readonly query: URLSearchParams;
  readonly region: string;
  readonly models: readonly FoundationModel[];
  readonly caller: { readonly accountId: string };
  /** The models behind the account's own ARNs; its application inference profiles are listed. Default: none. */
  readonly arns?: Readonly<Record<string, string>>;
}

const TYPES = ['SYSTEM_DEFINED', 'APPLICATION'];
const MOST = 1000;

/**
 * The body of a 200: the profiles of one type that the Region has, a page of them where `maxResults` asks for that.
 * Without `type` the system-defined ones. Page size without `maxResults`: all.
 */
export function listInferenceProfiles(input: ListInferenceProfilesInput): unknown {
  const { query } = input;
  const refusal = validate(query);
  if (refusal) return refusal;
  const start = offsetOf(query.get('nextToken'));
  if (start === undefined) return invalid('The provided nextToken is not valid.', 'nextToken is not from this server');
  const all = query.get('type') === 'APPLICATION' ? applicationProfiles(input) : systemProfiles(input);
  const end = start + Number(query.get('maxResults') ?? MOST);
  const inferenceProfileSummaries = all.slice(start, end);
  return end < all.length ? { inferenceProfileSummaries, nextToken: tokenFor(end) } : { inferenceProfileSummaries };
}

function systemProfiles({ region, models, caller: { accountId } }: ListInferenceProfilesInput) {
  return profilesIn(region, models).map((profile) => inferenceProfileSummary(profile, { region, accountId }));
}

function applicationProfiles({ region, models, arns = {} }: ListInferenceProfilesInput) {
  return Object.keys(arns).flatMap((arn) => {
    const parsed = parseModelId(arn);
    const resolution = resolveModel(arn, models, { arns });
    const listed = parsed?.kind === 'application-inference-profile' && parsed.region === region;
    return listed && !('refused' in resolution) ? [applicationProfileSummary(arn, resolution.model, region)] : [];
  });
}

/** The query's `type` is the member `typeEquals`, and is called so in the error. */
function validate(query: URLSearchParams): Refusal | undefined {
  const type = query.get('type');
  const maxResults = query.get('maxResults');
  if (maxResults !== null && !/^-?\d+$/.test(maxResults)) {
    return invalid(`Value '${maxResults}' at 'maxResults' is not an integer.`, 'the real text is unverified');
  }
  const count = Number(maxResults ?? 1);
  return brokenConstraints([
    type === null || TYPES.includes(type) ? undefined : violation('typeEquals', type, MUST.beOneOf(TYPES)),
    count < 1 ? violation('maxResults', String(maxResults), MUST.beAtLeast(1)) : undefined,
    count > MOST ? violation('maxResults', String(maxResults), MUST.beAtMost(MOST)) : undefined,
  ]);
}

/** Opaque to the client: where the next page starts. */
function tokenFor(offset: number): string {
  return Buffer.from(`inference-profiles/${offset}`).toString('base64url');
}

/** Undefined for a token that no page gave. */
function offsetOf(token: string | null): number | undefined {
  if (token === null) return 0;
  const [, offset] = /^inference-profiles\/(\d{1,6})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return offset === undefined ? undefined : Number(offset);
}
