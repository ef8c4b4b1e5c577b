/** A text of a file, without white space around it; empty for what is none. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Names under which knowledge graphs file the user. */
const USER = /^(?:the |default |current |main )?user$/i;

/** Whether a node of a knowledge graph is the user whose memory it is. */
export function isUserNode(name: string): boolean {
  return USER.test(plain(name));
}

/** A name as it is read: identifiers have underscores for spaces. */
export function plain(name: string): string {
  return name.replace(/_+/g, ' ').trim();
}

/**
 * A relation of a knowledge graph as a sentence: "Lucia works at Acme", about the user without a
 * subject: "Works at Acme". Null if a part is missing.
 */
export function relationText(from: string, relation: string, to: string): string | null {
  const verb = plain(relation);
  if (from === '' || verb === '' || to === '') return null;
  const object = isUserNode(to) ? 'the user' : plain(to);
  return isUserNode(from) ? capitalised(`${verb} ${object}`) : `${plain(from)} ${verb} ${object}`;
}

function capitalised(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('');
}
