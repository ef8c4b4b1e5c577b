import { findPrivateKeys } from './private-keys.ts';
import { isWordStart, type Span } from './redaction-spans.ts';
import { TOKEN_FORMS, type TokenForm } from './token-forms.ts';

/** Credentials that show by their form. */
export function findTokens(text: string): Span[] {
  return [
    ...findPrivateKeys(text),
    ...TOKEN_FORMS.flatMap((form) => findForm(text, form)),
    ...PATTERNS.flatMap((pattern) => findPattern(text, pattern)),
  ];
}

function findForm(text: string, { what, starts, body }: TokenForm): Span[] {
  const spans: Span[] = [];
  for (const start of starts) {
    let at = text.indexOf(start);
    if (at === -1) continue;
    const rest = new RegExp(body, 'y');
    while (at !== -1) {
      rest.lastIndex = at + start.length;
      const found = isWordStart(text, at) && rest.test(text);
      const end = found ? rest.lastIndex : at + 1;
      if (found) spans.push({ start: at, end, what });
      at = text.indexOf(start, end);
    }
  }
  return spans;
}

interface Pattern {
  what: string;
  /** A text without it holds none: most are passed over by this. */
  sign: string;
  /** What matches; the group `secret`, if there is one, is all that goes. */
  pattern: RegExp;
  /** Whether a match counts; default always. */
  unless?: (match: string) => boolean;
}

const PATTERNS: readonly Pattern[] = [
  // Older keys of OpenAI, and of those who took over the prefix.
  {
    what: 'API key',
    sign: 'sk-',
    pattern: /(?<![A-Za-z0-9])sk-[\w-]{20,}/g,
    unless: isPlainWords,
  },
  // Telegram bot
  {
    what: 'token',
    sign: ':',
    pattern: /(?<![A-Za-z0-9])(?:bot)?\d{8,10}:[\w-]{35}(?![\w-])/g,
  },
  // JSON Web Token: "eyJ" is what an object starts with in base64
  {
    what: 'token',
    sign: 'eyJ',
    pattern: /(?<![\w-])(?:sk\.)?eyJ[\w-]{8,}\.(?:eyJ)?[\w-]{4,}\.[\w-]{10,}(?:\.[\w-]+){0,2}/g,
  },
  // Secret tokens of Mapbox have two parts
  { what: 'token', sign: 'sk.eyJ', pattern: /(?<![\w-])sk\.eyJ[\w-]{20,}\.[\w-]{10,}/g },
  // Discord bot: a user's number in base64, a time, a signature
  {
    what: 'token',
    sign: '.',
    pattern: /(?<![\w.-])[MNO][A-Za-z0-9]{22,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/g,
  },
  // Azure client secret; other Azure keys carry a sign of their own in the middle
  { what: 'API key', sign: 'Q~', pattern: /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}/g },
  {
    what: 'API key',
    sign: 'JQQJ9',
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{20,40}/g,
  },
  { what: 'token', sign: 'AZDO', pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/g },
  // Terraform Cloud, Mailchimp, Mailgun
  {
    what: 'token',
    sign: '.atlasv1.',
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{50,}/g,
  },
  { what: 'API key', sign: '-us', pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?!\d)/g },
  {
    what: 'API key',
    sign: '-',
    pattern: /(?<![A-Za-z0-9-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/g,
  },
  // Signatures in the address of a file that is shared
  {
    what: 'token',
    sign: 'ig',
    pattern:
      /(?<=[?&](?:sig|Signature|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=)[A-Za-z0-9%+/=_-]{20,}/gi,
  },
  // "https://user:password@host"
  {
    what: 'password',
    sign: '://',
    pattern:
      /(?<=(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@[\]]{0,80}:)(?!\[redacted|[$<{%])[^\s/@]{1,200}(?=@)/gi,
  },
];

function findPattern(text: string, { what, sign, pattern, unless }: Pattern): Span[] {
  if (!text.includes(sign)) return [];
  return [...text.matchAll(pattern)]
    .filter((match) => unless?.(match[0]) !== true)
    .map((match) => ({ start: match.index, end: match.index + match[0].length, what }));
}

// "sk-learn-based-classification-pipelines" has the form of a key, but no digit in it.
function isPlainWords(token: string): boolean {
  return !/\d/.test(token) || /^(?:[A-Za-z]+[-_]|\d{1,4}[-_])*(?:[A-Za-z]+|\d{1,4})$/.test(token);
}
