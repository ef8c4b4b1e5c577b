import { isRecord } from '../memory/json.ts';

/** A place where two JSON values differ; what stands there is shortened to 80 characters. */
export interface JsonDifference {
  /** `body.messages[2].content` */
  path: string;
  recorded: string;
  now: string;
}

const MAX_SHOWN = 80;
/** What is shown of a text before the first character that differs. */
const LEAD = 20;

/** JSON with sorted keys: the same text for values that are the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Where two JSON values differ, in the order of the recorded one. */
export function differencesBetween(recorded: unknown, now: unknown, path = ''): JsonDifference[] {
  if (Array.isArray(recorded) && Array.isArray(now)) {
    const length = Math.max(recorded.length, now.length);
    return Array.from({ length }, (_, index) =>
      differencesBetween(recorded[index], now[index], `${path}[${index}]`),
    ).flat();
  }
  if (isRecord(recorded) && isRecord(now)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(now)]);
    return [...keys].flatMap((key) =>
      differencesBetween(own(recorded, key), own(now, key), path === '' ? key : `${path}.${key}`),
    );
  }
  if (canonicalJson(recorded) === canonicalJson(now)) return [];
  const [shownRecorded, shownNow] = shown(recorded, now);
  return [{ path, recorded: shownRecorded, now: shownNow }];
}

/** Both values, from shortly before where they part. */
function shown(recorded: unknown, now: unknown): [string, string] {
  if (typeof recorded !== 'string' || typeof now !== 'string') return [brief(recorded), brief(now)];
  let same = 0;
  while (same < recorded.length && recorded[same] === now[same]) same++;
  const start =
    recorded.length > MAX_SHOWN || now.length > MAX_SHOWN ? Math.max(same - LEAD, 0) : 0;
  return [brief(recorded.slice(start), start), brief(now.slice(start), start)];
}

function brief(value: unknown, start = 0): string {
  if (value === undefined) return 'nothing';
  const text = canonicalJson(value);
  const short = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
  return start === 0 ? short : `…${short}`;
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
