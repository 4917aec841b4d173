/** How the page looks, in light and dark, on a desk and on a phone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1b1a; --soft: #6a6762; --line: #d9d5cf; --hover: #f1eee9;
  --PASS: #2a7d46; --FAIL: #b3261e; --WARN: #8a5a00; --INFO: #2a5d9f; --SKIP: #6a6762; --UNTESTABLE: #8c1d6b; --UNKNOWN: #6a6762;
  --f0: #e3eefc; --f1: #e9f5e4; --prelude: #8a5a00; --headers: #2a5d9f; --crc: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #181715; --ink: #ece8e1; --soft: #a29d94; --line: #3a3733; --hover: #26241f;
  --PASS: #6fcf8b; --FAIL: #ff8a80; --WARN: #f0b952; --INFO: #8ab8f5; --SKIP: #a29d94; --UNTESTABLE: #f09ad1; --UNKNOWN: #a29d94;
  --f0: #1d2b3d; --f1: #22311e; --prelude: #f0b952; --headers: #8ab8f5; --crc: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { padding: 1rem 1rem 0; }
h1 { font-size: 1.3rem; margin: 0; }
p { margin: .3rem 0; }
.hint, .soft { color: var(--soft); font-size: .85rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin: .6rem 0; }
input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: .25rem .4rem; max-width: 100%; }
main { padding: 0 1rem 2rem; }
#matrix { overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .15rem .5rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--paper); z-index: 1; }
tbody th { font-weight: normal; }
tbody th code { font-weight: 600; }
tbody tr:hover { background: var(--hover); }
.cell { font: 600 .8rem/1.4 ui-monospace, monospace; background: none; border: 1px solid transparent; border-radius: 4px; padding: .2rem .4rem; min-height: 2rem; cursor: pointer; white-space: nowrap; }
.cell:hover { border-color: currentColor; }
:focus-visible { outline: 3px solid var(--INFO); outline-offset: 1px; }
.PASS { color: var(--PASS); } .FAIL { color: var(--FAIL); } .WARN { color: var(--WARN); } .INFO { color: var(--INFO); }
.SKIP { color: var(--SKIP); } .UNTESTABLE { color: var(--UNTESTABLE); } .UNKNOWN { color: var(--UNKNOWN); }
dialog { width: min(70rem, 100%); max-height: 92vh; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink); padding: 0; }
dialog::backdrop { background: rgb(0 0 0 / .5); }
.bar { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line); padding: .6rem 1rem; display: flex; gap: 1rem; align-items: start; z-index: 1; }
.bar h2 { font-size: 1.05rem; margin: 0; flex: 1; overflow-wrap: anywhere; }
.bar button { font: inherit; color: inherit; background: var(--hover); border: 1px solid var(--line); border-radius: 4px; padding: .3rem .8rem; cursor: pointer; }
.inside { padding: .6rem 1rem 1rem; }
.runs { display: flex; flex-wrap: wrap; gap: .3rem; margin: .4rem 0; padding: 0; }
.runs [aria-current=true] { border-color: currentColor; background: var(--hover); }
h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: .2rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
pre { margin: .2rem 0; padding: .5rem; overflow-x: auto; background: var(--hover); border-radius: 4px; font: .78rem/1.45 ui-monospace, monospace; tab-size: 2; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
pre b { font-weight: 700; }
.f0 { background: var(--f0); } .f1 { background: var(--f1); }
.prelude { color: var(--prelude); } .headers { color: var(--headers); } .crc { color: var(--crc); }
svg { display: block; width: 100%; height: 84px; }
svg text { fill: var(--soft); font: 10px ui-monospace, monospace; }
svg line { stroke: var(--line); } svg .client { fill: var(--INFO); } svg .server { fill: var(--PASS); } svg .bad { fill: var(--FAIL); }
details { margin: .2rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; border-radius: 0; margin: 0; }
  tbody th .statement { display: none; } .hint { display: none; } header, main { padding-left: .6rem; padding-right: .6rem; }
  th, td { padding: .15rem .25rem; } tbody th code { overflow-wrap: anywhere; } }
`;
