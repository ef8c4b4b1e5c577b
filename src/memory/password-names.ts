/** What a name in a text says about the value behind it. */
export type NameKind = 'password' | 'key' | 'token';

/** A name that was found: the kind, and where it ends. */
export interface FoundName {
  kind: NameKind;
  start: number;
  end: number;
  /** A word of its own elsewhere, like "pass": only a sign, and a value that is no word, count. */
  weak: boolean;
}

// What goes before "key" or stands alone, in the languages that people write. A name may be the end
// of a longer one ("WLAN-Passwort", "dbPassword", "accessToken"), hence no boundary before it.
// Groups in the order of password, key, token, weak name: named ones cost too much per match.
const NAMES = new RegExp(
  [
    '(pass(?:word|wort|code|wd)|kennwort|contrase(?:ñ|n)a|mot de passe|palavra-passe|senha|wachtwoord|l(?:ö|o)senord|adgangskode|has(?:ł|l)o|jelsz(?:ó|o)|salasana|пароль|パスワード|密码|密碼|비밀번호|(?<![a-z])(?:pwd?|pw|mdp|psw|psk)(?![a-z]))s?',
    "((?:api|secret|access|auth|account|shared|encryption|encrypt|signing|private|licen[sc]e|master|service|subscription|consumer|client|app|deploy|storage|product|session|wi-?fi|wlan|wpa2?|network|security|functions?)[ _-]?(?:access[ _-]?)?key|(?:api|wlan|netzwerk|sicherheits|zugangs|lizenz|sicherheits)[ -]?schlüssel|cl(?:é|e|ef) (?:d’|d'|de l’|de l'|du |de )?(?:api|acc(?:è|e)s|wi-?fi|secr(?:è|e)te)|clave (?:de )?(?:api|acceso)|chiave (?:api|segreta)|api[ -]nøgle)",
    "(token|secret|jeton|clave|chiave|parola d’ordine|parola d'ordine|credentials?)",
    '((?<![a-z])pass(?![a-z])|(?<![a-z])key(?![a-z]))',
  ].join('|'),
  'gi',
);

/** A letter sequence that every name holds one of: most texts have none. */
const HINT =
  /pass|wort|woord|contrase|palavra|senha|senord|kode|has[łl]o|jelsz|salasana|пароль|パスワード|密码|密碼|비밀번호|key|schlüssel|cl[ée]|clave|chiave|nøgle|token|secret|jeton|ordine|credential|p[ws]|mdp/i;

/** The names in a text, in their order. */
export function* secretNames(text: string): Generator<FoundName> {
  if (!HINT.test(text)) return;
  for (const match of text.matchAll(NAMES)) {
    const [name, password, key, , weak] = match;
    const isPassword = password !== undefined || /^p/i.test(weak ?? '');
    const kind = isPassword ? 'password' : key || weak ? 'key' : 'token';
    yield {
      kind,
      start: match.index,
      end: match.index + name.length,
      weak: weak !== undefined,
    };
  }
}
