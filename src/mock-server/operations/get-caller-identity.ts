import { escapeXml } from '../../wire/xml.ts';

export interface GetCallerIdentityInput {
  readonly caller: { readonly arn: string; readonly userId: string; readonly accountId: string };
  readonly requestId: string;
}

/** The body of a 200, which is XML; white space as in recorded answers of AWS STS 2011-06-15. */
export function getCallerIdentity({ caller, requestId }: GetCallerIdentityInput): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${escapeXml(caller.arn)}</Arn>
    <UserId>${escapeXml(caller.userId)}</UserId>
    <Account>${escapeXml(caller.accountId)}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${escapeXml(requestId)}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`;
}
