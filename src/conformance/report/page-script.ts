/** What the page does. Plain JavaScript as browsers have it, since it is put into the file as it stands. */
export const PAGE_SCRIPT = String.raw`
'use strict';
(() => {
  const runs = JSON.parse(document.getElementById('data').textContent);
  const ORDER = ['FAIL', 'UNTESTABLE', 'WARN', 'UNKNOWN', 'INFO', 'SKIP', 'PASS'];
  const matrix = document.getElementById('matrix');
  const dialog = document.getElementById('evidence');

  const el = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) if (value !== undefined) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== undefined));
    return made;
  };
  const nameOf = (subject) => [subject.name, subject.version].filter(Boolean).join(' ');
  const subjects = [...new Set(runs.map((run) => nameOf(run.subject)))];
  const cases = [...new Map(runs.map((run) => [run.case.slug, run.case])).values()];
  const worst = (list) => list.map((run) => run.verdict).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))[0];
  const runsOf = (slug, subject) => runs.filter((run) => run.case.slug === slug && nameOf(run.subject) === subject);

  function draw() {
    const words = document.getElementById('words').value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = document.getElementById('verdict').value;
    const shown = cases.filter((one) => {
      const text = (one.slug + ' ' + one.statement + ' ' + one.references.join(' ')).toLowerCase();
      const bad = runs.some((run) => run.case.slug === one.slug && ORDER.indexOf(run.verdict) < 4);
      return words.every((word) => text.includes(word)) && (wanted === '' || bad);
    });
    const head = el('tr', {}, el('th', { scope: 'col' }, 'Case'), ...subjects.map((name) => el('th', { scope: 'col' }, name)));
    const body = el('tbody', {}, ...shown.map(row));
    matrix.replaceChildren(shown.length ? el('table', {}, el('thead', {}, head), body) : el('p', {}, 'No case is so.'));
    setRoving(matrix.querySelector('.cell'));
  }

  function row(one) {
    const title = el('th', { scope: 'row' }, el('code', {}, one.slug), ' ', el('span', { class: 'soft' }, one.level), el('span', { class: 'statement' }, el('br'), one.statement));
    return el('tr', { 'data-slug': one.slug }, title, ...subjects.map((subject) => cell(one, subject)));
  }

  function cell(one, subject) {
    const list = runsOf(one.slug, subject);
    if (!list.length) return el('td', {}, '–');
    const verdict = worst(list);
    const passed = list.filter((run) => run.verdict === verdict).length;
    const text = verdict + (list.length > 1 ? ' ' + passed + '/' + list.length : '');
    const label = one.slug + ', ' + subject + ': ' + text;
    const button = el('button', { class: 'cell ' + verdict, type: 'button', tabindex: '-1', 'aria-label': label }, text);
    button.addEventListener('click', () => open(list, list.find((run) => run.verdict === verdict)));
    return el('td', {}, button);
  }

  function setRoving(button) {
    for (const other of matrix.querySelectorAll('.cell[tabindex="0"]')) other.tabIndex = -1;
    if (button) button.tabIndex = 0;
  }

  matrix.addEventListener('keydown', (event) => {
    const td = event.target.closest('td');
    if (!td) return;
    const tr = td.parentElement;
    const column = [...tr.children].indexOf(td);
    const next = { ArrowUp: tr.previousElementSibling?.children[column], ArrowDown: tr.nextElementSibling?.children[column],
      ArrowLeft: td.previousElementSibling, ArrowRight: td.nextElementSibling,
      Home: tr.parentElement.firstElementChild.children[column], End: tr.parentElement.lastElementChild.children[column] }[event.key];
    const button = next && next.querySelector('.cell');
    if (!button) return;
    event.preventDefault();
    setRoving(button);
    button.focus();
  });
  matrix.addEventListener('focusin', (event) => { if (event.target.matches('.cell')) setRoving(event.target); });

  let opener;
  function open(list, run) {
    if (!dialog.open) opener = document.activeElement;
    const close = el('button', { type: 'button', id: 'close' }, 'Close');
    close.addEventListener('click', () => dialog.close());
    const title = el('h2', { id: 'title' }, el('span', { class: run.verdict }, run.verdict), ' ', run.run);
    const others = el('div', { class: 'runs', role: 'group', 'aria-label': 'Runs of this case' }, ...(list.length > 1 ? list.map((other) => {
      const button = el('button', { class: 'cell ' + other.verdict, type: 'button', 'aria-current': String(other === run) }, other.verdict + ' ' + (other.run.split('@')[1] || other.run));
      button.addEventListener('click', () => { open(list, other); dialog.querySelector('[aria-current=true]').focus(); });
      return button;
    }) : []));
    dialog.replaceChildren(el('div', { class: 'bar' }, title, close), el('div', { class: 'inside' }, others, ...evidence(run)));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    history.replaceState(null, '', '#' + encodeURIComponent(nameOf(run.subject) + ' ' + run.run));
  }
  dialog.addEventListener('close', () => {
    history.replaceState(null, '', location.pathname + location.search);
    if (opener && opener.isConnected) opener.focus();
  });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });

  function evidence(run) {
    const one = run.case;
    const facts = el('dl', {}, ...pair('statement', one.statement), ...pair('binds', one.level + ', ' + one.authority),
      ...pair('reason', run.reason), ...(run.known ? pair('known', run.known.runs + ': ' + run.known.reason) : []),
      ...pair('took', run.durationMs + ' ms, ' + run.startedAt));
    const found = run.findings.map((finding) => el('li', {}, el('span', { class: finding.holds ? 'PASS' : 'FAIL' }, finding.holds ? 'holds ' : 'broken '),
      finding.expected, el('br'), el('span', { class: 'soft' }, 'seen: ' + finding.seen)));
    const parts = [facts];
    if (found.length) parts.push(el('h3', {}, 'Expected and seen'), el('ul', {}, ...found));
    parts.push(el('h3', {}, 'References'), el('ul', {}, ...one.references.map((text) => el('li', {}, reference(text)))));
    parts.push(el('h3', {}, 'Replay'), el('pre', { class: 'wrap' }, run.replay));
    const timeline = run.evidence.timeline;
    if (timeline.length) parts.push(el('h3', {}, 'Timeline'), scale(timeline), ...timeline.map((entry, index) => step(entry, index, timeline)));
    if (run.evidence.left > 0) parts.push(el('p', { class: 'soft' }, run.evidence.left + ' more steps are in the JSON Lines report.'));
    if (run.evidence.observation) parts.push(el('h3', {}, 'Observation'), el('pre', { class: 'wrap' }, JSON.stringify(run.evidence.observation, null, 2)));
    return parts;
  }
  const pair = (name, text) => [el('dt', {}, name), el('dd', {}, text)];

  function reference(text) {
    const thread = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(text);
    const url = thread ? 'https://github.com/' + thread[1] + '/issues/' + thread[2] : /^https:\/\//.test(text) ? text : undefined;
    return url ? el('a', { href: url, rel: 'noreferrer' }, text) : text;
  }

  /** Each step at its moment: the client above the line, the server below. */
  function scale(timeline) {
    const NS = 'http://www.w3.org/2000/svg';
    const draw = (name, attributes, text) => {
      const made = document.createElementNS(NS, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text) made.textContent = text;
      return made;
    };
    const first = timeline[0].at;
    const span = Math.max(timeline[timeline.length - 1].at - first, 1);
    const x = (at) => 60 + ((at - first) / span) * 920;
    const svg = draw('svg', { viewBox: '0 0 1000 84', role: 'img', preserveAspectRatio: 'none', 'aria-label': timeline.length + ' steps in ' + Math.round(span) + ' ms' });
    svg.append(draw('line', { x1: 60, x2: 980, y1: 40, y2: 40 }), draw('text', { x: 4, y: 26 }, 'client'), draw('text', { x: 4, y: 62 }, 'server'));
    for (const entry of timeline) {
      const bad = ['cut', 'reset', 'stall', 'gone'].includes(entry.kind);
      const height = entry.kind === 'bytes' ? Math.min(24, 6 + Math.log2(1 + (entry.length || 0))) : 14;
      const mark = draw('rect', { class: bad ? 'bad' : entry.from, x: x(entry.at) - 2, width: 4, height, y: entry.from === 'client' ? 38 - height : 42 });
      mark.append(draw('title', {}, Math.round(entry.at) + ' ms ' + entry.from + ' ' + entry.kind + (entry.length ? ' ' + entry.length + ' bytes' : '')));
      svg.append(mark);
    }
    svg.append(draw('text', { x: 60, y: 81 }, Math.round(first) + ' ms'), draw('text', { x: 930, y: 81 }, Math.round(first + span) + ' ms'));
    return svg;
  }

  function step(entry, index, timeline) {
    const lead = Math.round(entry.at) + ' ms ' + (entry.from === 'client' ? '→ client ' : '← server ');
    if (entry.kind === 'head') return el('details', { open: '' }, el('summary', {}, lead + 'head'), el('pre', { class: 'wrap' }, entry.text));
    if (entry.kind !== 'bytes') return el('p', {}, lead, el('b', { class: entry.kind === 'end' ? '' : 'FAIL' }, entry.kind), entry.text ? ' ' + entry.text : '');
    const bytes = Uint8Array.from(atob(entry.base64 || ''), (char) => char.charCodeAt(0));
    const streams = entry.from === 'server' && timeline.some((other) => other.exchange === entry.exchange && other.kind === 'head' && other.from === 'server' && (other.text || '').includes('vnd.amazon.eventstream'));
    const frames = streams ? framesIn(bytes) : [];
    const what = frames.length ? frames.map((frame) => frame.type).join(', ') : text(bytes).slice(0, 90);
    return el('details', {}, el('summary', {}, lead + entry.length + ' bytes ', el('span', { class: 'soft' }, what)),
      ...frames.map((frame) => el('pre', { class: 'wrap' }, frame.headers.map((header) => header.join(': ')).join('\n') + '\n\n' + frame.payload)),
      bytes.length ? dump(bytes, frames) : el('p', { class: 'soft' }, 'The bytes are in the JSON Lines report.'),
      bytes.length < entry.length && bytes.length ? el('p', { class: 'soft' }, entry.length - bytes.length + ' more bytes were not kept.') : undefined);
  }
  const text = (bytes) => new TextDecoder().decode(bytes);

  /** Messages that lie in these bytes from their first to their last; what begins elsewhere is left unmarked. */
  function framesIn(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const frames = [];
    for (let at = 0; at + 16 <= bytes.length; ) {
      const length = view.getUint32(at);
      const headersLength = view.getUint32(at + 4);
      if (length < 16 || at + length > bytes.length || headersLength > length - 16) break;
      const headers = headersIn(bytes.subarray(at + 12, at + 12 + headersLength));
      const named = headers.find(([name]) => /^:(event-type|exception-type|error-code)$/.test(name));
      frames.push({ at, length, headersLength, headers, type: named ? named[1] : '(no type)', payload: text(bytes.subarray(at + 12 + headersLength, at + length - 4)) });
      at += length;
    }
    return frames;
  }

  /** Strings as text, whatever else as its type and nothing more: the dump shows it. */
  function headersIn(block) {
    const SIZES = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];
    const headers = [];
    for (let at = 0; at < block.length; ) {
      const end = at + 1 + block[at];
      const type = block[end];
      const size = SIZES[type];
      if (size === undefined) return headers.concat([['(unreadable)', 'type ' + type]]);
      const length = size < 0 ? block[end + 1] * 256 + block[end + 2] : size;
      const from = end + (size < 0 ? 3 : 1);
      headers.push([text(block.subarray(at + 1, end)), type === 7 ? text(block.subarray(from, from + length)) : '(type ' + type + ')']);
      at = from + length;
    }
    return headers;
  }

  function part(at, frames) {
    const index = frames.findIndex((frame) => at >= frame.at && at < frame.at + frame.length);
    if (index < 0) return '';
    const { at: begin, length, headersLength } = frames[index];
    const inside = at - begin;
    const name = inside < 12 ? 'prelude' : inside < 12 + headersLength ? 'headers' : inside < length - 4 ? 'payload' : 'crc';
    return 'f' + (index % 2) + ' ' + name;
  }

  function dump(bytes, frames) {
    const pre = el('pre', { tabindex: '0', 'aria-label': 'Bytes in hexadecimal' });
    for (let at = 0; at < bytes.length; at += 16) {
      const row = bytes.subarray(at, at + 16);
      pre.append(at.toString(16).padStart(6, '0') + '  ');
      runsIn(at, row.length, frames).forEach(([from, to, name]) => {
        const hex = [...bytes.subarray(from, to)].map((byte) => byte.toString(16).padStart(2, '0') + ' ').join('');
        pre.append(name ? el('span', { class: name }, hex) : hex);
      });
      pre.append(' '.repeat((16 - row.length) * 3 + 1));
      runsIn(at, row.length, frames).forEach(([from, to, name]) => {
        const ascii = [...bytes.subarray(from, to)].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
        pre.append(name ? el('span', { class: name }, ascii) : ascii);
      });
      pre.append('\n');
    }
    if (!frames.length) return pre;
    return el('div', {}, el('p', { class: 'soft' }, el('span', { class: 'prelude' }, 'prelude '), el('span', { class: 'headers' }, 'headers '), 'payload ', el('span', { class: 'crc' }, 'checksum')), pre);
  }

  /** Stretches of a row that belong to the same part of the same message. */
  function runsIn(at, length, frames) {
    const found = [];
    for (let i = at; i < at + length; i++) {
      const name = part(i, frames);
      const last = found[found.length - 1];
      if (last && last[2] === name) last[1] = i + 1;
      else found.push([i, i + 1, name]);
    }
    return found;
  }

  document.getElementById('filter').addEventListener('input', draw);
  document.getElementById('filter').addEventListener('submit', (event) => event.preventDefault());
  draw();
  const linked = runs.find((run) => '#' + encodeURIComponent(nameOf(run.subject) + ' ' + run.run) === location.hash);
  if (linked) open(runsOf(linked.case.slug, nameOf(linked.subject)), linked);
})();
`;
