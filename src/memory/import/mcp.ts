import { isUserNode, plain, relationText, textIn } from './graph-text.ts';
import { type ImportedFact, notRead, onlyFacts, type Reading } from './imported.ts';

type Fields = Record<string, unknown>;

/** Whether it is a line of the MCP reference memory server. */
export function isMcpLine({ type }: Fields): boolean {
  return type === 'entity' || type === 'relation';
}

/**
 * The knowledge graph of the MCP reference memory server. What is observed about the user is a fact
 * of theirs, what is observed about others carries their names.
 */
export function readMcp(
  entities: readonly Fields[],
  relations: readonly Fields[],
  problems: readonly string[] = [],
): Reading {
  const facts: ImportedFact[] = [];
  let empty = 0;
  const add = (text: string | null, tag: string) => {
    if (text === null) empty++;
    else facts.push(tag === '' ? { text } : { text, tag });
  };
  for (const entity of entities) {
    const { observations } = entity;
    const seen = Array.isArray(observations) ? observations : [];
    if (textIn(entity.name) === '' || !Array.isArray(observations)) empty++;
    else
      for (const observation of seen)
        add(observationText(entity, textIn(observation)), tagOf(entity));
  }
  for (const { from, relationType, to } of relations) {
    add(relationText(textIn(from), textIn(relationType), textIn(to)), '');
  }
  const left = notRead(empty, 'entry that says nothing', 'entries that say nothing');
  return onlyFacts('mcp', facts, [...problems, ...left]);
}

function observationText({ name, entityType }: Fields, observation: string): string | null {
  if (observation === '') return null;
  if (isUser(textIn(name), textIn(entityType))) return observation;
  const type = plain(textIn(entityType));
  return `${plain(textIn(name))}${type === '' ? '' : ` (${type})`}: ${observation}`;
}

/** What is about the user has a topic of its own, which an entity's type does not say. */
function tagOf({ name, entityType }: Fields): string {
  return isUser(textIn(name), textIn(entityType)) ? '' : plain(textIn(entityType));
}

function isUser(name: string, type: string): boolean {
  return isUserNode(name) || isUserNode(type);
}
