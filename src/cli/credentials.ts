/** Access keys from the command line and from files. */
import type { Credentials } from '../mock-server/index.ts';

/** `KEY:SECRET` or `KEY:SECRET:TOKEN`. No secret of AWS has a colon in it. */
export function readCredentials(text: string): Credentials {
  const [accessKeyId, secretAccessKey, sessionToken, ...more] = text.split(':');
  if (!accessKeyId || !secretAccessKey || sessionToken === '' || more.length > 0) {
    throw new Error('wants KEY:SECRET or KEY:SECRET:TOKEN');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/**
 * The format of `~/.aws/credentials`, every profile of it; or JSON, one object or a list, with the members of
 * `Credentials`, in the spelling of the AWS CLI (`AccessKeyId`) too.
 *
 * @throws Error that names file and line.
 */
export function parseCredentialsFile(text: string, file: string): readonly Credentials[] {
  const found = /^\s*[[{]\s*["{}\]]/.test(text) ? parseJson(text, file) : parseIni(text, file);
  if (found.length === 0) throw new Error(`${file}: there are no credentials in it`);
  return found;
}

function parseJson(text: string, file: string): readonly Credentials[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
  return [value].flat().map((entry, i) => fromJson(entry, `${file}: entry ${i + 1}`));
}

const TEXTS = ['accessKeyId', 'secretAccessKey', 'sessionToken', 'accountId', 'arn', 'userId'] as const;

function fromJson(entry: unknown, place: string): Credentials {
  const members = Object.entries(Object(entry) as Record<string, unknown>).map(([name, value]) => [camel(name), value]);
  const found = Object.fromEntries(members) as Record<string, unknown>;
  const wrong = TEXTS.find((name) => found[name] !== undefined && typeof found[name] !== 'string');
  if (wrong) throw new Error(`${place}: ${wrong} wants a text`);
  const missing = TEXTS.slice(0, 2).find((name) => !found[name]);
  if (missing) throw new Error(`${place}: ${missing} is missing`);
  return found as unknown as Credentials;
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const INI_NAMES: Readonly<Record<string, keyof Credentials>> = {
  aws_access_key_id: 'accessKeyId',
  aws_secret_access_key: 'secretAccessKey',
  aws_session_token: 'sessionToken',
};

interface Profile {
  readonly line: number;
  readonly name: string;
  readonly found: Partial<Record<keyof Credentials, string>>;
}

/** What a profile says beside its keys (region, role …) is none of the server's business. */
function parseIni(text: string, file: string): readonly Credentials[] {
  const profiles: Profile[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const section = /^\[(.+)\]$/.exec(line)?.[1];
    const [, name = '', value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    const member = INI_NAMES[name.toLowerCase()];
    if (section !== undefined) profiles.push({ line: i + 1, name: section.trim(), found: {} });
    else if (line === '' || /^[#;]/.test(line)) continue;
    else if (name === '') throw new Error(`${file}:${i + 1}: is neither [profile] nor name = value`);
    else if (profiles.length === 0) throw new Error(`${file}:${i + 1}: stands before the first [profile]`);
    else if (member) profiles.at(-1)!.found[member] = value;
  }
  return profiles.filter(({ found }) => Object.keys(found).length > 0).map((profile) => fromProfile(profile, file));
}

function fromProfile({ line, name, found }: Profile, file: string): Credentials {
  const missing = Object.entries(INI_NAMES)
    .slice(0, 2)
    .find(([, member]) => !found[member]);
  if (missing) throw new Error(`${file}:${line}: profile ${name} has no ${missing[0]}`);
  return found as unknown as Credentials;
}
