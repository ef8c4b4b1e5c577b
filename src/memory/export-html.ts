import { renderTime } from './export-markdown.ts';
import { STYLE } from './export-style.ts';
import { toTime } from './iso-time.ts';
import type { Fact, Memory, Preference, Proposal, Source } from './types.ts';

export interface HtmlOptions {
  /** When the page is made, ISO 8601. */
  now: string;
  /** The SHA-256 of a text, in base64. */
  sha256: (text: string) => string;
}

/**
 * The memory as one page that needs nothing else and runs nothing: what waits for a yes, preferences,
 * and all facts as a timeline, newest first, each with when it was true and the words that it comes
 * from. Its policy lets a browser load nothing and run no script, whatever a fact says.
 */
export function renderHtml(memory: Memory, { now, sha256 }: HtmlOptions): string {
  const { user, name, summary, preferences, review } = memory;
  const title = `Memory of ${user}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Memory of ${text(user)}</h1>
${name === null ? '' : `<p class="name">${text(name)}</p>\n`}${summary === '' ? '' : `<p>${text(summary)}</p>\n`}<p class="note">${counts(memory)} · revision ${memory.revision} · ${day(now)}</p>
</header>
<main>
${[
  section('Waits for your yes', review.map(proposalItem)),
  section('Preferences', Object.entries(preferences).map(preferenceItem)),
  timeline(memory),
]
  .filter((part) => part !== '')
  .join('\n')}
</main>
</body>
</html>
`;
}

/** Text that no browser takes for markup, in an element or a quoted attribute. */
function escaped(value: string): string {
  return value.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** As `escaped`, kept from changing the direction of what stands around it. */
function text(value: string): string {
  return `<bdi>${escaped(value)}</bdi>`;
}

/** An id of the page, from one that the owner of the file may have written. */
function anchor(id: string): string {
  return id.replace(/[^A-Za-z0-9-]/g, (unit) => `_${unit.charCodeAt(0).toString(16)}`);
}

function day(time: string): string {
  const iso = toTime(time);
  const shown = escaped(renderTime(time).slice(0, 10));
  return iso === null ? shown : `<time datetime="${escaped(iso)}">${shown}</time>`;
}

function counts({ keyFacts, retired, review, sessionCount }: Memory): string {
  const past = retired.length === 0 ? '' : `, ${retired.length} past`;
  const waiting = review.length === 0 ? '' : `, ${review.length} waiting`;
  return `facts: ${keyFacts.length}${past}${waiting} · sessions: ${sessionCount}`;
}

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<section>\n<h2>${title}</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`;
}

function proposalItem({ at, text: proposed, reason, operation }: Proposal): string {
  const quote = operation === null ? '' : quotation(operation.quote, 'you');
  return `<li class="waits"><p>${text(proposed)}</p>${quote}<p class="note">${day(at)} · ${text(reason)}</p></li>`;
}

function preferenceItem([key, { value, origin, source, updatedAt }]: [string, Preference]): string {
  const said = origin === 'declined' ? 'dropped: it is not inferred again' : value;
  return `<li><p><strong>${text(key)}</strong> ${text(said)}</p>${sourceOf(source)}<p class="note">${origin} · ${day(updatedAt)}</p></li>`;
}

function timeline({ keyFacts, retired }: Memory): string {
  const facts = [
    ...keyFacts.map((fact) => ({ fact, isPast: false })),
    ...retired.map((fact) => ({ fact, isPast: true })),
  ].sort((a, b) => (a.fact.validFrom < b.fact.validFrom ? 1 : -1));
  if (facts.length === 0) return '<p>Nothing is remembered yet.</p>';
  const known = new Map(facts.map(({ fact }) => [fact.id, fact]));
  const months = new Map<string, string[]>();
  for (const { fact, isPast } of facts) {
    const month = renderTime(fact.validFrom).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), factItem(fact, isPast, known)]);
  }
  const parts = [...months].map(
    ([month, items]) => `<h3>${escaped(month)}</h3>\n<ol>\n${items.join('\n')}\n</ol>`,
  );
  return `<section>\n<h2>Timeline</h2>\n${parts.join('\n')}\n</section>`;
}

function factItem(fact: Fact, isPast: boolean, known: ReadonlyMap<string, Fact>): string {
  const { id, tag, kind, origin, pinned, expiresAt, supersededBy, recallCount } = fact;
  const heir = supersededBy === null ? undefined : known.get(supersededBy);
  const notes = [
    validity(fact, isPast),
    ...(heir === undefined
      ? []
      : [`replaced by <a href="#${anchor(heir.id)}">${text(heir.text)}</a>`]),
    ...(pinned ? ['pinned'] : []),
    ...(expiresAt === null ? [] : [`expires ${day(expiresAt)}`]),
    ...(kind === 'semantic' ? [] : [kind]),
    origin,
    ...(recallCount === 0 ? [] : [`recalled ${recallCount} times`]),
    `<code>${escaped(id)}</code>`,
  ];
  return `<li id="${anchor(id)}"${isPast ? ' class="past"' : ''}><p><span class="tag">${text(tag)}</span> ${text(fact.text)}</p>${sourceOf(fact.source)}<p class="note">${notes.join(' · ')}</p></li>`;
}

function validity({ validFrom, validTo, updatedAt }: Fact, isPast: boolean): string {
  if (validTo !== null) return `true from ${day(validFrom)} to ${day(validTo)}`;
  return isPast
    ? `true from ${day(validFrom)}, retired ${day(updatedAt)}`
    : `true since ${day(validFrom)}`;
}

function sourceOf({ role, quote }: Source): string {
  return quotation(quote, role === 'user' ? 'you' : 'memchat');
}

function quotation(quote: string, who: string): string {
  return quote === '' ? '' : `<blockquote>${text(quote)} <cite>${who}</cite></blockquote>`;
}
