import { describe, expect, it } from 'vitest';
import { PostgresInputs } from '../../../src/store/postgres/postgres-inputs.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { inputsContract, typed } from '../inputs-contract.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('what was entered, on PostgreSQL', () => {
  const world = postgresWorld();
  const open = async () => ({
    inputs: new PostgresInputs({ database: await world.empty(), appends: true }),
    silent: new PostgresInputs({ database: world.open(), appends: false }),
  });
  const asSuperuser = (text: string) => world.server().asSuperuser(world.url(), text);
  const fill = (count: number) =>
    asSuperuser(`INSERT INTO memchat.inputs (user_id, entry)
      SELECT 'alice', jsonb_build_object('typed', 'old ' || n) FROM generate_series(1, ${count}) AS n`);

  inputsContract('PostgresInputs', open);

  it('comes back over many pages, and goes so', async () => {
    const { inputs } = await open();
    await fill(1500);
    const recent = await inputs.recent('alice', 1200);
    expect([recent.length, recent[0], recent.at(-1)]).toEqual([
      1200,
      typed('old 301'),
      typed('old 1500'),
    ]);
    expect(await inputs.retain('alice', (_, age) => age % 2 === 0)).toBe(750);
    expect(await inputs.recent('alice', Number.POSITIVE_INFINITY)).toHaveLength(750);
  });

  it('stays of a size, and loses the oldest', async () => {
    const { inputs } = await open();
    await fill(20_300);
    for (let n = 0; n < 256; n += 1) await inputs.append('alice', typed(`new ${n}`));
    const left = await inputs.recent('alice', Number.POSITIVE_INFINITY);
    expect(left.length).toBeGreaterThanOrEqual(20_000);
    expect(left.length).toBeLessThan(20_256);
    expect(left.at(-1)).toEqual(typed('new 255'));
    expect(left).not.toContainEqual(typed('old 1'));
  });

  it('is read over rows that are none of it, and loses them with what is not to be kept', async () => {
    const { inputs } = await open();
    await inputs.append('alice', typed('one \0 \ud800'));
    await asSuperuser(`INSERT INTO memchat.inputs (user_id, entry) VALUES ('alice', '{"typed":1}'),
      ('alice', 'null')`);
    expect(await inputs.recent('alice', 9)).toEqual([typed('one \0 \ud800')]);
    expect(await inputs.retain('alice', () => true)).toBe(0);
    expect(await asSuperuser('SELECT count(*)::int FROM memchat.inputs')).toEqual([{ count: 1 }]);
  });
});
