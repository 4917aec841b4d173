/**
 * The host names under which AWS serves Bedrock and STS, in every region and partition. Suffixes: `partitions.json` of
 * the AWS SDKs, plain and dual-stack; names of the services: the endpoint rule sets in botocore.
 */
const SUFFIXES = [
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
];

const SUFFIX = `(?:${SUFFIXES.map((suffix) => suffix.replaceAll('.', String.raw`\.`)).join('|')})`;

/** STS has a global endpoint besides, without a region. */
const PREFIXES = {
  'bedrock-runtime': String.raw`bedrock-runtime(?:-fips)?\.[a-z0-9-]+`,
  bedrock: String.raw`bedrock(?:-fips)?\.[a-z0-9-]+`,
  sts: String.raw`sts(?:-fips)?(?:\.[a-z0-9-]+)?`,
} as const;

/** Matches the URLs of each service, query and fragment left out. */
export const AWS_URLS: readonly RegExp[] = Object.values(PREFIXES).map(
  (prefix) => new RegExp(String.raw`^https?://${prefix}\.${SUFFIX}(?::\d+)?/`, 'i'),
);

export function isAwsUrl(url: string): boolean {
  return AWS_URLS.some((pattern) => pattern.test(url));
}
