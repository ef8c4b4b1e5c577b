import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod/mini';

const sample = z.object({
  sample_id: z.string(),
  conversation: z.record(z.string(), z.unknown()),
  qa: z.array(
    z.object({ question: z.string(), category: z.number(), evidence: z.array(z.string()) }),
  ),
});
const turns = z.array(
  z.object({
    speaker: z.string(),
    dia_id: z.string(),
    text: z.string(),
    blip_caption: z.optional(z.string()),
  }),
);

/** A turn of a conversation, in the shape of `RecallDocument`; `caption`: of the picture sent with it. */
export interface LocomoTurn {
  id: string;
  session: string;
  speaker: string;
  /** In the words of the data: "1:56 pm on 8 May, 2023". */
  date: string;
  text: string;
  caption: string | undefined;
}

export interface Question {
  text: string;
  /** 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 adversarial. */
  category: number;
  /** Ids of the turns that answer it, at least one. */
  evidence: ReadonlySet<string>;
}

export interface Conversation {
  turns: LocomoTurn[];
  questions: Question[];
}

/** Where the data is, or would be: `MEMCHAT_LOCOMO`, else beside the project. */
export function locomoPath(): string {
  return resolve(process.env.MEMCHAT_LOCOMO ?? '../shared/data/locomo-dev.json');
}

/** Why there is nothing to measure, and what to do about it. */
export function noData(): string {
  return (
    `there is no ${locomoPath()}: it is LoCoMo's data/locomo10.json ` +
    '(github.com/snap-research/LoCoMo, CC BY-NC 4.0); MEMCHAT_LOCOMO names where it lies'
  );
}

/** The conversations of a file in the form of LoCoMo's `locomo10.json`; null when there is none. */
export function readLocomo(path: string): Conversation[] | null {
  if (!existsSync(path)) return null;
  const data: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return z.array(sample).parse(data).map(conversationOf);
}

function conversationOf({ sample_id, conversation, qa }: z.infer<typeof sample>): Conversation {
  const found: LocomoTurn[] = [];
  // Sessions without turns have a date only.
  for (const session of Object.keys(conversation).filter((key) => /^session_\d+$/.test(key))) {
    const date = z.string().parse(conversation[`${session}_date_time`]);
    for (const { speaker, dia_id, text, blip_caption } of turns.parse(conversation[session])) {
      const id = `${sample_id}/${dia_id}`;
      found.push({ id, session, speaker, date, text, caption: blip_caption });
    }
  }
  const ids = new Set(found.map(({ id }) => id));
  const questions = qa
    .map(({ question, category, evidence }) => ({
      text: question,
      category,
      evidence: evidenceOf(evidence, sample_id, ids),
    }))
    .filter(({ evidence }) => evidence.size > 0);
  return { turns: found, questions };
}

/** A few entries hold several ids, or none that there is. */
function evidenceOf(entries: string[], sample: string, ids: ReadonlySet<string>): Set<string> {
  const named = entries.flatMap((entry) => entry.match(/D\d+:\d+/g) ?? []);
  return new Set(named.map((id) => `${sample}/${id}`).filter((id) => ids.has(id)));
}
