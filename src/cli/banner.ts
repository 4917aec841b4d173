/** What stands on the terminal when a server has started: where it is, and what to paste for each kind of client. */
import type { Paint } from './style.ts';

export interface Start {
  readonly version: string;
  readonly url: string;
  /** How many. */
  readonly scenarios: number;
  readonly paths: readonly string[];
  /** How many recordings are replayed. Default: 0. */
  readonly recordings?: number;
  /** Where this stands between clients and the real service. */
  readonly recorder?: RecorderStart;
  readonly region: string;
  /** A long-term Bedrock API key the server knows. */
  readonly apiKey: string | undefined;
  /** The file of a certificate that clients do not know yet. */
  readonly certificate: string | undefined;
  /** Whether other machines reach it, and whether its control API obeys them. */
  readonly open: boolean;
  readonly controlToken: boolean;
}

export interface RecorderStart {
  /** The real service's address; undefined where it is not asked. */
  readonly upstream: string | undefined;
  readonly directory: string;
  readonly mode: string;
}

export function startLines(start: Start, paint: Paint): string[] {
  const head = start.recorder ? recorderHead(start, start.recorder, paint) : serverHead(start, paint);
  const sections = SECTIONS.map((section) => section(start)).filter((lines) => lines.length > 0);
  return [
    ...head,
    '',
    ...sections.flatMap(([title = '', ...lines]) => section(title, lines, paint)),
    'Ctrl-C ends it.',
    '',
  ];
}

function serverHead(start: Start, paint: Paint): string[] {
  return [
    `Touchstone ${start.version} stands in for Amazon Bedrock at ${paint('bold', start.url)}`,
    `Scenarios: ${scenariosLine(start)}`,
    ...(start.recordings ? [`Recordings: ${start.recordings}; what they do not answer is refused`] : []),
    `Control API: ${start.url}/_touchstone${controlNote(start)}`,
  ];
}

function recorderHead({ version, url, recordings = 0 }: Start, recorder: RecorderStart, paint: Paint): string[] {
  const { upstream, directory, mode } = recorder;
  return [
    `Touchstone ${version} stands before ${upstream ?? `the recordings in ${directory}`} at ${paint('bold', url)}`,
    `Mode ${mode}: ${recordings} replayed from ${directory}; all else is ${upstream === undefined ? 'refused' : 'recorded there'}`,
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return [paint('dim', `# ${title}`), ...lines, ''];
}

function scenariosLine({ scenarios, paths, recordings = 0 }: Start): string {
  if (paths.length === 0 && recordings > 0) return 'none; --scenarios FILE says what to answer before the recordings';
  if (paths.length === 0) return 'none, so every operation answers plausibly; --scenarios FILE says what to answer';
  return `${scenarios} from ${paths.join(', ')}, reloaded on change`;
}

function controlNote({ open, controlToken }: Start): string {
  if (controlToken) return ', for whoever bears the token';
  return open ? ', for this machine only; --control-token opens it to others' : '';
}

/** The title, then lines that a shell takes as they stand; none where the section does not apply. */
const SECTIONS: readonly ((start: Start) => string[])[] = [
  ({ url, region }) => [
    'AWS SDKs, boto3 and AWS CLI, signed with SigV4',
    `export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`,
    `export AWS_ENDPOINT_URL_BEDROCK=${url}`,
    `export AWS_ENDPOINT_URL_STS=${url}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK',
  ],
  ({ url }) => [
    'Anthropic SDKs (AnthropicBedrock): region and keys as above, and',
    `export ANTHROPIC_BEDROCK_BASE_URL=${url}`,
  ],
  ({ apiKey }) =>
    apiKey === undefined
      ? ['Bedrock API keys: short-term ones made with these keys are known, long-term ones by --api-key ABSK…']
      : ['Bedrock API key, in place of the keys', `export AWS_BEARER_TOKEN_BEDROCK=${apiKey}`],
  ({ certificate }) =>
    certificate === undefined
      ? []
      : [
          'Trust the certificate: Node, Python and AWS CLI, curl',
          `export NODE_EXTRA_CA_CERTS=${certificate}`,
          `export AWS_CA_BUNDLE=${certificate} SSL_CERT_FILE=${certificate}`,
        ],
];
