/** `npm run fidelity`: how faithful the double is. Exit code 1 where it is not, or where nothing could be measured. */
import { hasShared, recordings } from '../support/shared.ts';
import { measureFidelity } from './fidelity.ts';
import { report } from './report.ts';

process.exitCode = 1;
if (hasShared) {
  const fidelity = await measureFidelity(recordings());
  console.log(report(fidelity));
  if (fidelity.faithful === fidelity.recordings) process.exitCode = 0;
} else {
  console.log('Nothing was measured: the recordings of the real service are not here (../shared/recordings).');
}
