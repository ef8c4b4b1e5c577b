// The part of the SDK that is used, by name, so that the bundler can leave out the rest: with every
// resource it is three times the size, and the first turn of a script waits for it to load.
export { BaseAnthropic } from '@anthropic-ai/sdk/client';
export { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
export { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
