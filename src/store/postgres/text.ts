/**
 * PostgreSQL's `text` and `jsonb` refuse the character 0 and halves of surrogate pairs, which people
 * paste all the same. Each is kept as this private character and its four hex digits, and so is the
 * private character itself: what was written is read back, character for character.
 */
const MARK = '\ue000';

const UNKEPT = /[\0\ue000]|\p{Surrogate}/gu;
const MARKED = /\ue000([0-9a-f]{4})/g;

export function encodeText(text: string): string {
  return text.replace(UNKEPT, marked);
}

export function decodeText(kept: string): string {
  return kept.replace(MARKED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** As `encodeText`, of a text that `JSON.stringify` has made: there they are escaped. */
export function encodeJson(json: string): string {
  // Nearly all is as it should be, and a look is much cheaper than a walk.
  if (!json.includes('\\u') && !json.includes(MARK)) return json;
  return json.replace(/\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)|\ue000/g, (found, hex?: string) => {
    if (found === MARK) return marked(found);
    return hex === undefined ? found : `${MARK}${hex}`;
  });
}

/** As `decodeText`, of the text of a `jsonb` value: what comes back is JSON. */
export function decodeJson(kept: string): string {
  if (!kept.includes(MARK)) return kept;
  return kept.replace(MARKED, '\\u$1');
}

function marked(character: string): string {
  return `${MARK}${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
