import { isOrdinary, looksRandom } from './password-values.ts';
import type { Span } from './redaction-spans.ts';

/**
 * Secrets that sentences tell in a form of their own: "… is my password", a PIN or door code, the
 * words of a recovery phrase, an Authorization header, `curl -u user:password`.
 */
export function findSpokenSecrets(text: string): Span[] {
  if (!HINT.test(text)) return [];
  return RULES.flatMap(({ what, pattern, unless }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [whole, before = '', secret = ''] = match;
      const line = text.slice(Math.max(0, match.index - MAX_COMMAND), match.index);
      if (unless?.(before, secret, line) === true) return [];
      const start = match.index + whole.indexOf(secret, before.length);
      return [{ start, end: start + secret.length, what }];
    }),
  );
}

/** Every rule needs one of these: most texts have none. */
const HINT =
  /pass|wort|contrase|phrase|words|frase|pin|cv[vc]|code|código|codice|zahl|bearer|authorization|curl|wget|http|sshpass|login|credential|creds|zugang|anmelde|identifiant|credencial|cookie/i;

const MAX_COMMAND = 200;

interface Rule {
  what: string;
  /** The first group is what stands before the secret, the second one the secret. */
  pattern: RegExp;
  /** Whether a match does not count, by the two groups and what stands before them. */
  unless?: (before: string, secret: string, line: string) => boolean;
}

const PHRASE_NAME =
  'pass ?phrase|(?:seed|recovery|mnemonic|backup|secret) (?:phrase|words)|wiederherstellungsphrase|phrase de r[eé]cup[eé]ration|frase (?:semilla|de recuperaci[oó]n)';

const CODE_NAME =
  "pin|cvv2?|cvc2?|geheimzahl|(?:security|access|door|alarm|gate|entry|unlock|safe|locker|verification|recovery|lock) code|code (?:for|of|to) (?:the |my |our )?(?:front |back )?(?:door|gate|alarm|safe|garage|house|entrance|building|lock|locker)|(?:tür|sicherheits|zugangs|pin-?)code|code (?:pin|secret|d['’]acc[eè]s|de la porte)|código (?:pin|de (?:acceso|seguridad))|codice pin";

// All repetitions are bounded, so the scan stays linear.
const RULES: readonly Rule[] = [
  {
    what: 'password',
    pattern:
      /(?<![^\s"'`“(:,>])()([^\s"'`“”:]{5,100})["'`”]?(?:(?: is| ist| est| es| =|,) (?:my|the|our|mein|das|mon|le|mi|la) (?:[\p{L}\p{N}-]{1,20} ){0,2}(?:password|passcode|pin|passwort|kennwort|mot de passe|contraseña)| as (?:my|the|a|your) (?:new )?password|,? \(?(?:that|this|which|it)(?:['’]s| is) (?:my|the|our) (?:[\p{L}\p{N}-]{1,20} ){0,2}(?:password|passcode|pin))(?!\p{L})/giu,
    unless: (_before, secret) => !looksRandom(secret) || secret.endsWith(']'),
  },
  // Twelve words or more in a row, with numbers or commas or without.
  {
    what: 'passphrase',
    pattern: new RegExp(
      `(?<!\\p{L})((?:${PHRASE_NAME})[^\\n\\d]{0,30}?[\\s:="“])((?:\\d{1,2}[.)]? ?)?[a-z]{3,8}(?:,? {1,2}(?:\\d{1,2}[.)]? ?)?[a-z]{3,8}){11,23})(?![a-z])`,
      'giu',
    ),
  },
  {
    what: 'passphrase',
    pattern: new RegExp(
      `(?<!\\p{L})((?:${PHRASE_NAME})(?:"?\\s{0,2}[:=]\\s{0,2}| (?:is|are|ist|est|es):? )["“„«]?)(?!\\[redacted)([^\\n.,;:[\\]"“”]{6,300})`,
      'giu',
    ),
    unless: (before, secret) =>
      / (?:is|are|ist|est|es):? $/i.test(before) && isOrdinary(secret.split(' ', 1)[0] ?? ''),
  },
  {
    what: 'PIN',
    pattern: new RegExp(
      `(?<!\\p{L})((?:${CODE_NAME})(?: (?:code|number)|-(?:code|nummer))?(?: (?:for|of|to|für|de|du|del) [\\p{L}\\p{N} ]{1,30}?)?(?:["']?\\s{0,2}[:=]\\s{0,2}["']?|['’]s | (?:is|was|ist|lautet|war|est|es|è|é)(?: now| still)?:? | ))(?!\\d{1,2}:)((?:\\d{2,4} \\d{2,4}|\\d{3,8})(?![\\d%]|[./,-]\\d| \\d)[#*]?)`,
      'giu',
    ),
    // "PIN 4821" and "door code 4821", but not "pin 130 of the board"
    unless: (before) =>
      !/[:="'] {0,2}$|['’]s $| (?:is|was|ist|lautet|war|est|es|è|é)(?: now| still)?:? $/i.test(
        before,
      ) && !/(?:PIN|CV[VC]2?|(?:door|alarm|gate|entry|safe|locker|lock) code) $/.test(before),
  },
  // "the login is bob / …"
  {
    what: 'password',
    pattern:
      /(?<!\p{L})((?:logins?|credentials?|creds|zugangsdaten|anmeldedaten|identifiants?|credenciales)(?: (?:for|to|für|pour|para) [^\n:=]{1,30}?)?(?: (?:is|are|ist|sind|est|sont|es|son)|\s?[:=])\s{1,2}[^\s/:|]{2,60}\s?[/:|]\s?)(?!\[redacted|\/)(\S{5,80})/giu,
    unless: (_before, secret) => !looksRandom(secret) || !/\d/.test(secret),
  },
  {
    what: 'token',
    pattern: /(?<![\p{L}-])((?:set-)?cookie["']?: ?["']?)(?!\[redacted)([^\n"']{12,4000})/giu,
    unless: (_before, secret) => !/=[^;]*\d/.test(secret),
  },
  { what: 'password', pattern: /(?<!\p{L})(sshpass -p ?["']?)(?!\[redacted|\$)([^\s"']{3,100})/gu },
  {
    what: 'token',
    pattern:
      /(?<!\p{L})(authorization["']?\s{0,2}[:=]\s{0,2}["']?(?:bearer|basic|token|bot|apikey|key) )(?!\[redacted|[$<{%]|your|token|x{3})([\w.~+/=:-]{8,4000})/giu,
  },
  {
    what: 'token',
    pattern: /(?<!\p{L})(bearer )([\w.~+/=-]{16,4000})/giu,
    unless: (_before, secret) => !looksRandom(secret),
  },
  {
    what: 'password',
    pattern:
      /(?<=\s)((?:-u|--user)[ =]?["']?[^\s:"'$]{1,60}:)(?!\[redacted|[$<{%])([^\s"']{3,100})/gi,
    unless: (_before, _secret, line) => !/curl|wget|http/i.test(line),
  },
];
