/**
 * One page that holds everything: a matrix of subjects by cases, and at a click the evidence. No server, no other file, no
 * network; what subjects said is shown as text and never as markup.
 */
import type { RunResult, TimelineEntry } from '../verdict.ts';
import { countsText, countVerdicts } from './count.ts';
import { escapeMarkup } from './escape.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What a page keeps of a run, so that it opens on a phone. */
const ENTRIES = 200;
const BYTES = 64 * 1024;

export function html(results: readonly RunResult[]): string {
  const counts = countsText(countVerdicts(results));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Bedrock conformance: ${escapeMarkup(counts)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Bedrock conformance</h1>
<p id="counts">${escapeMarkup(counts)}</p>
<form id="filter" role="search">
<label>Find <input id="words" type="search" placeholder="slug or words" autocomplete="off"></label>
<label>Show <select id="verdict"><option value="">all verdicts</option><option value="bad">failures and warnings</option></select></label>
</form>
<p class="hint">Arrow keys move, Enter opens the evidence, Escape closes it.</p>
</header>
<main><div id="matrix" tabindex="-1"></div></main>
<dialog id="evidence" aria-labelledby="title"></dialog>
<noscript><p>The matrix is drawn by a script in this file; nothing is loaded from anywhere.</p></noscript>
<script type="application/json" id="data">${embedded(results.map(slim))}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** Inside a script element only `</script` and `<!--` mean anything. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

function slim(result: RunResult): unknown {
  const { evidence, ...rest } = result;
  const { exchanges: _, ...kept } = evidence;
  return { ...rest, evidence: { ...kept, ...cutTimeline(evidence.timeline) } };
}

function cutTimeline(timeline: readonly TimelineEntry[]) {
  let room = BYTES;
  const entries = timeline.slice(0, ENTRIES).map((entry) => {
    const size = entry.base64?.length ?? 0;
    room -= size;
    const { base64: _, ...others } = entry;
    return room < 0 && size > 0 ? others : entry;
  });
  return { timeline: entries, left: timeline.length - entries.length };
}
