/** Replaces credentials that show by their form; `placeholder` makes the mark. */
export function redactTokens(text: string, placeholder: (what: string) => string): string {
  let clean = redactPrivateKeys(text, placeholder('private key')).replace(OTHER_KEY, (token) =>
    isPlainWords(token) ? token : placeholder('API key'),
  );
  for (const [what, pattern] of TOKENS) {
    clean = clean.replace(pattern, placeholder(what));
  }
  return clean.replace(
    URL_PASSWORD,
    (_whole, before: string) => `${before}${placeholder('password')}`,
  );
}

// Every pattern starts at a fixed prefix behind a boundary and ends in one run of one class: a
// linear scan, whatever the text. The forms are those that the providers publish for scanners.
const TOKENS: readonly (readonly [what: string, pattern: RegExp])[] = [
  // Anthropic, OpenAI, OpenRouter
  ['API key', /(?<![A-Za-z0-9])sk-(?:ant|proj|svcacct|admin|or)-[A-Za-z0-9_-]{20,}/g],
  ['API key', /(?<![A-Za-z0-9])(?:gsk_|xai-|pplx-|r8_)[A-Za-z0-9]{30,}/g],
  // AWS access key id
  ['AWS key', /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
  // Google: API key, client secret, access and refresh token
  ['API key', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g],
  ['API key', /(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{20,}/g],
  ['token', /(?<![A-Za-z0-9])ya29\.[A-Za-z0-9._-]{20,}/g],
  ['token', /(?<![A-Za-z0-9/:])1\/\/0[A-Za-z0-9_-]{30,}/g],
  ['token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})/g],
  [
    'token',
    /(?<![A-Za-z0-9])(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|oas|ffct|wt)-|GR1348941)[A-Za-z0-9_.-]{20,}/g,
  ],
  ['token', /(?<![A-Za-z0-9])(?:xox[a-z]-|xapp-\d-|xoxe\.xox[bp]-)[A-Za-z0-9-]{10,}/g],
  ['webhook', /(?<![A-Za-z0-9])hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,}/g],
  ['API key', /(?<![A-Za-z0-9])(?:[srp]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{16,}/g],
  ['token', /(?<![A-Za-z0-9])(?:hf_|api_org_)[A-Za-z0-9]{30,}/g],
  ['token', /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{36,}|pypi-[A-Za-z0-9_-]{50,})/g],
  ['token', /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{40,}/g],
  ['API key', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,}/g],
  // Telegram bot
  ['token', /(?<![A-Za-z0-9])(?:bot)?\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g],
  // JSON Web Token: "eyJ" is what an object starts with in base64
  ['token', /(?<![\w-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{10,}/g],
];

// Older keys of OpenAI, and of those who took over the prefix.
const OTHER_KEY = /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}/g;

const URL_PASSWORD =
  /(?<![A-Za-z0-9+.-])([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@[\]]{0,80}:)(?!\[redacted)[^\s/@]{1,200}(?=@)/gi;

// "sk-learn-based-classification-pipelines" has the form of a key, but no digit in it.
function isPlainWords(token: string): boolean {
  return !/\d/.test(token) || /^(?:[A-Za-z]+[-_]|\d{1,4}[-_])*(?:[A-Za-z]+|\d{1,4})$/.test(token);
}

const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const KEY_BODY = /(?:(?:\s|\\n)*[A-Za-z0-9+/=]{16,})*/y;

/** From BEGIN to END; where no END follows, the lines that look like the key's. */
function redactPrivateKeys(text: string, mark: string): string {
  const ends = [...text.matchAll(KEY_END)].map((end) => end.index + end[0].length);
  let out = '';
  let kept = 0;
  let nextEnd = 0;
  for (const begin of text.matchAll(KEY_BEGIN)) {
    if (begin.index < kept) continue;
    while ((ends[nextEnd] ?? Number.POSITIVE_INFINITY) <= begin.index) nextEnd++;
    const start = begin.index + begin[0].length;
    const end = ends[nextEnd] ?? bodyEnd(text, start);
    // Without a body it is only talk about keys.
    if (end === start) continue;
    out += text.slice(kept, begin.index) + mark;
    kept = end;
  }
  return out + text.slice(kept);
}

function bodyEnd(text: string, start: number): number {
  const body = new RegExp(KEY_BODY);
  body.lastIndex = start;
  body.exec(text);
  return Math.max(start, body.lastIndex);
}
