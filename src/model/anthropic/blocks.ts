import type {
  ContentBlock,
  RawContentBlockDelta,
} from '@anthropic-ai/sdk/resources/messages/messages';
import { isRecord } from '../../memory/json.ts';
import type { Block, ToolCall, ToolUseMessage } from '../port.ts';

/** A block as far as it has come. */
interface Draft {
  fields: Record<string, unknown> & { type: string };
  /** The JSON of a tool's input. */
  json: string;
}

/**
 * The content blocks of a message, put together from the events of its stream. What a block has
 * beside the fields that grow stays as it came, also in blocks of an unknown type.
 */
export class Blocks {
  readonly #drafts: Draft[] = [];
  readonly #byIndex = new Map<number, Draft>();

  /** Takes the start of a block. A server that counts wrongly may begin two with one index. */
  start(index: number, block: ContentBlock): void {
    const draft: Draft = { fields: { ...block }, json: '' };
    this.#drafts.push(draft);
    this.#byIndex.set(index, draft);
  }

  /** Takes what a block goes on with; what belongs to no block is passed over. */
  add(index: number, delta: RawContentBlockDelta): void {
    const draft = this.#byIndex.get(index);
    if (draft === undefined) return;
    const { fields } = draft;
    switch (delta.type) {
      case 'text_delta':
        fields.text = textOf(fields.text) + textOf(delta.text);
        break;
      case 'thinking_delta':
        fields.thinking = textOf(fields.thinking) + textOf(delta.thinking);
        break;
      case 'signature_delta':
        fields.signature = delta.signature;
        break;
      case 'citations_delta':
        fields.citations = [
          ...(Array.isArray(fields.citations) ? fields.citations : []),
          delta.citation,
        ];
        break;
      case 'input_json_delta':
        draft.json += textOf(delta.partial_json);
        break;
    }
  }

  /** The calls of tools, in order. */
  calls(): ToolCall[] {
    return this.#drafts.flatMap((draft) => {
      const { type, id, name } = draft.fields;
      if (type !== 'tool_use') return [];
      return [{ id: textOf(id), name: textOf(name), input: inputOf(draft) }];
    });
  }

  /** The message as it has to go back. */
  message(): ToolUseMessage {
    // The API takes no blank text back, although it may write it.
    const blocks = this.#drafts
      .filter(({ fields }) => fields.type !== 'text' || textOf(fields.text).trim() !== '')
      .map(blockOf);
    const text = blocks.map((block) => (block.type === 'text' ? textOf(block.text) : '')).join('');
    return { role: 'assistant', text, blocks };
  }
}

/** The API takes an input back only if it is an object. */
function blockOf(draft: Draft): Block {
  const { fields, json } = draft;
  if (fields.type !== 'tool_use' && json === '') return { ...fields };
  const input = inputOf(draft);
  return { ...fields, input: isRecord(input) ? input : {} };
}

/** The input of a call: what its JSON says, else what its block began with; undefined for bad JSON. */
function inputOf({ fields, json }: Draft): unknown {
  if (json.trim() === '') return isRecord(fields.input) ? fields.input : {};
  try {
    const input: unknown = JSON.parse(json);
    // What is nested too deeply can be read, but never be sent back.
    JSON.stringify(input);
    return input;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
