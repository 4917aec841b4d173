/** The status of each exception, and its members. */
import { EXCEPTIONS, type ModelledExceptionName } from '../../../wire/errors.ts';
import { BOTH, notYet, outOfScope, under } from '../requirement.ts';
import { entry, forBoth, passageOf, type Trials } from './trial.ts';

const TOLD = { client: ['err/status-table'], server: ['s/err-status-table'] };
const ONLY_ASYNC = outOfScope('Only StartAsyncInvoke has it.');
const NOT_BEFORE_STREAM = notYet('It is tried within a stream alone, not before one.');
const EXCEPTION_TRIALS: Readonly<Partial<Record<ModelledExceptionName, Trials>>> = {
  ConflictException: { client: ONLY_ASYNC, server: ONLY_ASYNC },
  ModelStreamErrorException: { client: NOT_BEFORE_STREAM, server: NOT_BEFORE_STREAM },
};
/** Of the front door, which no model of a service has. */
const FRONT_DOOR = /^(ExpiredToken|IncompleteSignature|InvalidSignature|UnrecognizedClient)Exception$/;
const MODELLED = Object.keys(EXCEPTIONS).filter((name) => !FRONT_DOOR.test(name)) as ModelledExceptionName[];

const statuses = MODELLED.flatMap((name) =>
  forBoth(
    { id: `exception/${name}`, says: `${name} has the status ${EXCEPTIONS[name].status}.` },
    EXCEPTION_TRIALS[name] ?? TOLD,
  ),
);

const NO_PLACE = notYet('An observation of an error has no place for it.');

const members = [
  'ModelErrorException.originalStatusCode',
  'ModelErrorException.resourceName',
  'ModelStreamErrorException.originalStatusCode',
  'ModelStreamErrorException.originalMessage',
].map((name) => entry({ id: `exception-member/${name}`, says: `${name} comes through.` }, BOTH, NO_PLACE));

export const EXCEPTION_ENTRIES = under(passageOf('Exceptions'), [...statuses, ...members]);
