/** The style of the exported page: readable on a phone, dark where the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1d2126; --soft: #5a626c; --line: #d5dae0; --back: #fff; --mark: #1f5fa8; --warm: #9a5b00; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e7eb; --soft: #9aa3ad; --line: #3a424c; --back: #14171a; --mark: #86b8f2; --warm: #e0aa5c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 44rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: .95rem; margin: 1.5rem 0 .5rem; color: var(--soft); font-variant-numeric: tabular-nums; }
p { margin: 0; }
.name { font-size: 1.15rem; }
.note { color: var(--soft); font-size: .85rem; }
ul, ol { list-style: none; margin: 0; padding: 0; }
li { padding: .6rem 0 .6rem 1rem; border-left: 3px solid var(--mark); margin-bottom: .6rem; }
li:target { outline: 2px solid var(--mark); }
li.past { border-left-color: var(--line); }
li.past > p:first-child > bdi { color: var(--soft); text-decoration: line-through; text-decoration-thickness: 1px; }
li.waits { border-left-color: var(--warm); }
.tag { display: inline-block; padding: 0 .4rem; border: 1px solid var(--line); border-radius: .6rem; color: var(--soft); font-size: .8rem; }
blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 1px solid var(--line); color: var(--soft); font-style: italic; }
cite { font-style: normal; font-size: .8rem; }
cite::before { content: "— "; }
a { color: var(--mark); }
@media print { body { max-width: none; } li { break-inside: avoid; } }
`;
