import type { Usage } from './port.ts';

/** US dollars per million tokens. */
interface Price {
  input: number;
  output: number;
  cacheRead: number;
}

interface PricedModel {
  id: string;
  price: Price;
  /** The price of a request whose prompt has more tokens than `above`. */
  long?: { above: number; price: Price };
}

/** A cache write (5 minutes) costs this many times the input price. */
const CACHE_WRITE_FACTOR = 1.25;

const MILLION = 1_000_000;

/** Source: Anthropic price list, 2026-11. Where it lists no cache read, that is 0.1 of the input. */
const PRICED_MODELS: readonly PricedModel[] = [
  { id: 'claude-sonnet-5-5', price: { input: 2, output: 10, cacheRead: 0.2 } },
  {
    id: 'claude-haiku-5-5',
    price: { input: 0.1, output: 0.5, cacheRead: 0.01 },
    long: { above: 100_000, price: { input: 0.5, output: 2.5, cacheRead: 0.05 } },
  },
  { id: 'claude-opus-5-5', price: { input: 4, output: 20, cacheRead: 0.4 } },
  { id: 'claude-haiku-4-5', price: { input: 1, output: 5, cacheRead: 0.1 } },
];

/** No request, no token: what a sum of usages starts from. */
export function noUsage(): Usage {
  return { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
}

/** The usage of both together. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    requests: a.requests + b.requests,
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  };
}

/**
 * What `usage` costs in US dollars; null for a model whose price is not known (another maker's, a
 * local server's, a newer one). `model` is an id of the API, dated or not. Exact for one request; a
 * sum over several is priced as if their prompts were equally long, which matters only to a model
 * with a price for long prompts. Source: Anthropic price list, 2026-11.
 */
export function costUsd(model: string, usage: Usage): number | null {
  const priced = PRICED_MODELS.find(({ id }) => isVersionOf(model, id));
  if (priced === undefined) return null;
  const { input, output, cacheRead } = priceOf(priced, usage);
  const dollars =
    usage.input * input +
    usage.cacheWrite * input * CACHE_WRITE_FACTOR +
    usage.cacheRead * cacheRead +
    usage.output * output;
  return dollars / MILLION;
}

function priceOf(model: PricedModel, usage: Usage): Price {
  if (model.long === undefined) return model.price;
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return prompt / Math.max(usage.requests, 1) > model.long.above ? model.long.price : model.price;
}

/** Whether `model` is `id`, or `id` with a date: claude-sonnet-5-5-20261001. */
function isVersionOf(model: string, id: string): boolean {
  return model === id || (model.startsWith(`${id}-`) && /^\d{8}$/.test(model.slice(id.length + 1)));
}

/** The ids of the models with a known price. */
export function pricedModels(): string[] {
  return PRICED_MODELS.map(({ id }) => id);
}
