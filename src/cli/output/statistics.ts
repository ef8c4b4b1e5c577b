import { cacheHits, dollarsOf, type Spendings, type Tally } from '../../chat/spendings.ts';
import type { Period, Statistics } from '../../chat/statistics.ts';
import { counted } from '../../memory/wording.ts';
import { addUsage } from '../../model/prices.ts';
import { byteText } from './bytes.ts';
import { cut } from './changes.ts';
import { bar, sparkline } from './chart.ts';
import { dateOf } from './memory.ts';
import { money } from './receipt.ts';
import { sanitiseLine } from './sanitise.ts';
import type { Signs } from './signs.ts';
import { dim } from './terminal.ts';
import { displayWidth } from './width.ts';

/** What `memory stats` tells of. */
export interface Told extends Statistics {
  user: string;
  since: string;
  lastSeen: string;
  sessions: number;
  exchanges: number;
  /** By what the files hold. */
  bytes: object;
}

export interface StatisticsLook {
  colour: boolean;
  /** Null: nothing is cut. */
  columns: number | null;
  ascii: boolean;
  /** Default glyphs. */
  signs?: Signs;
}

/** Topics that are shown with a bar; of more, so many are. */
const TOPICS = 10;
const BAR = 24;
const LABEL = 10;

/** The figures for a person, with a bar for each topic and a line for the time. Ends without a line break. */
export function renderStatistics(told: Told, look: StatisticsLook): string {
  const { facts, preferences, waiting, sessions, exchanges, recalls, spent, timeline } = told;
  const counts = [
    `facts: ${facts.active}`,
    `past: ${facts.past}`,
    `pinned: ${facts.pinned}`,
    `preferences: ${preferences}`,
    `waiting: ${waiting}`,
  ];
  const lines: [string, string][] = [
    ['', sanitiseLine(told.user)],
    ['memory', counts.join(', ')],
    ['seen', `since ${dateOf(told.since)}, last ${dateOf(told.lastSeen)}`],
    ['talks', `sessions: ${sessions}, turns in the transcript: ${exchanges}`],
    ['on disk', sizes(told.bytes)],
    ...topics(facts.byTopic, look),
    ['kinds', listing(facts.byKind)],
    ['origins', listing(facts.byOrigin)],
    ['recalled', recalls.total === 1 ? 'once' : `${recalls.total} times`],
    ...recalls.most.map(({ count, text }): [string, string] => [
      '',
      `${String(count).padStart(4)}  ${sanitiseLine(text)}`,
    ]),
    ...chart(timeline, look),
    ...cost('today', spent.today, look),
    ...cost('in all', spent.total, look),
  ];
  return lines
    .filter(([, text]) => text !== '')
    .map(([label, text]) => line(label, text, look))
    .join('\n');
}

function line(label: string, text: string, { colour, columns, signs }: StatisticsLook): string {
  const room = columns === null ? null : columns - LABEL;
  return `${dim(label.padEnd(LABEL), colour)}${cut(text, room, signs)}`.trimEnd();
}

function sizes(bytes: object): string {
  const told = Object.entries(bytes).filter(([, size]) => size > 0);
  return told.map(([name, size]) => `${name} ${byteText(Number(size))}`).join(', ') || 'nothing';
}

function listing(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${sanitiseLine(name)}: ${count}`)
    .join(', ');
}

function topics(byTopic: Record<string, number>, { ascii }: StatisticsLook): [string, string][] {
  const all = Object.entries(byTopic).map(([tag, count]) => [sanitiseLine(tag), count] as const);
  const shown = all.slice(0, TOPICS);
  const widest = Math.max(...shown.map(([tag]) => displayWidth(tag)), 0);
  const most = Math.max(...shown.map(([, count]) => count), 0);
  const lines = shown.map(([tag, count], at): [string, string] => [
    at === 0 ? 'topics' : '',
    `${tag}${' '.repeat(widest - displayWidth(tag))}  ${bar(count, most, BAR, ascii)} ${count}`,
  ]);
  const rest = all.slice(TOPICS).reduce((sum, [, count]) => sum + count, 0);
  return rest === 0 ? lines : [...lines, ['', `and ${rest} under ${all.length - TOPICS} others`]];
}

/** The facts and the dollars of each period, where there is more than one. */
function chart(timeline: readonly Period[], { ascii }: StatisticsLook): [string, string][] {
  const [first, second] = timeline;
  const last = timeline.at(-1);
  if (first === undefined || second === undefined || last === undefined) return [];
  const costs = timeline.map(({ chatUsd, memoryUsd }) => chatUsd + memoryUsd);
  const most = Math.max(...costs);
  const days = Math.round((Date.parse(second.from) - Date.parse(first.from)) / 86_400_000);
  const facts = timeline.map((period) => period.facts);
  return [
    ['facts', `${sparkline(facts, ascii)} from ${first.facts} to ${last.facts}`],
    ['cost', most === 0 ? '' : `${sparkline(costs, ascii)} at most ${money(most)}`],
    ['', `${first.from} to ${last.to}, ${days === 1 ? 'a day' : `${days} days`} each`],
  ];
}

/**
 * "$0.012 (answers $0.010 in 2, memory $0.002 in 2), 82 % of the prompts from the cache", on several
 * lines where one is too short.
 */
function cost(
  label: string,
  spendings: Spendings,
  { columns }: StatisticsLook,
): [string, string][] {
  const { chat, memory } = spendings;
  const usage = addUsage(chat.usage, memory.usage);
  if (usage.requests === 0) return [[label, 'nothing spent']];
  const amounts = `answers ${amount(chat)}, memory ${amount(memory)}`;
  const parts = [`${money(dollarsOf(spendings))} (${amounts})`];
  const hits = cacheHits(usage);
  if (hits !== null) parts.push(`${Math.round(hits * 100)} % of the prompts from the cache`);
  const unpriced = chat.unpriced + memory.unpriced;
  if (unpriced > 0) parts.push(`${counted(unpriced, 'request')} without a known price`);
  const whole = parts.join(', ');
  const isWide = columns !== null && LABEL + displayWidth(whole) > columns;
  return (isWide ? parts : [whole]).map((part, at) => [at === 0 ? label : '', part]);
}

function amount({ costUsd, usage }: Tally): string {
  return `${money(costUsd)} in ${usage.requests}`;
}
