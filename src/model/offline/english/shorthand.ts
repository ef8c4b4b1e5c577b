const LONGHAND: readonly (readonly [RegExp, string])[] = [
  [/[’‘]/gu, "'"],
  [/\br u\b/giu, 'are you'],
  [/\bu\b/giu, 'you'],
  [/\bur\b/giu, 'your'],
  [/\b(?:pls|plz)\b/giu, 'please'],
  [/\b(?:cuz|coz|cos|bc)\b/giu, 'because'],
  [/\bw\/ ?(?=\p{L})/giu, 'with '],
  [/\babt\b/giu, 'about'],
  [/\brly\b/giu, 'really'],
  [/\bkinda\b/giu, 'kind of'],
  [/\bgonna\b/giu, 'going to'],
  [/\bwanna\b/giu, 'want to'],
  [/\bgotta\b/giu, 'have to'],
  [/\bgf\b/giu, 'girlfriend'],
  [/\bbf\b/giu, 'boyfriend'],
  [/\bhubby\b/giu, 'husband'],
  [/\bbff\b/giu, 'best friend'],
  [/\bluv\b/giu, 'love'],
  [/(?<=\p{L}) n (?=\p{L})/gu, ' and '],
  [/\b(?:bday|b-day|brithday)\b/giu, 'birthday'],
  [/\b(?:fave?|favorit|favrite|favourit)\b/giu, 'favorite'],
  [/(\d)\s?(?:yo|y\/o|yrs? old|years? young)\b/giu, '$1 years old'],
  [/\byrs\b/giu, 'years'],
  [/\bteh\b/giu, 'the'],
  [/\b(?:hvae|ahve|haev)\b/giu, 'have'],
  [/\bliek\b/giu, 'like'],
  [/\bwrok\b/giu, 'work'],
  [/\b(?:freind|frend)\b/giu, 'friend'],
  [/\b(?:alergic|allergick|allerigc)\b/giu, 'allergic'],
  [/\b(wh(?:at|ere|o|en)|how)s\b/giu, "$1's"],
  [/\b(?:wat|wut|waht)(?='s|\b)/giu, 'what'],
];

/** What people type in a hurry ("my gf", "gonna", "teh") as it is spelled in full. */
export function longhand(text: string): string {
  return LONGHAND.reduce((result, [short, long]) => result.replace(short, long), text);
}
