import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileVectors } from '../../src/store/file-vectors.ts';
import { stemOf } from '../../src/store/paths.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { allWrong, examine, pendingTurn, stateOf, storeOf, wrong } from './examination.ts';
import { memory, temporaryFolders } from './temporary.ts';
import { vectorsOf } from './vector-fixtures.ts';

const folder = temporaryFolders();
const texts = (findings: { message: string }[]) =>
  findings.map(({ message }) => message).join('\n');
const revision = (number: number) => `.alice/revisions/000000000${number}.json`;

describe('the examination of a healthy store', () => {
  it('finds nothing wrong, and says so in few lines', async () => {
    const directory = folder();
    await storeOf(directory, 'alice', 'bob', 'Zoë');
    const findings = await examine(directory);
    expect(allWrong(findings)).toEqual([]);
    expect(texts(findings)).toContain('3 memories, all readable.');
    expect(findings.length).toBeLessThan(6);
  });

  it('tells everything of the user that is asked for, and of a lone one', async () => {
    const directory = folder();
    await storeOf(directory, 'alice', 'bob');
    const told = texts(await examine(directory, { user: 'alice' }));
    expect(told).toContain('alice: alice.json is revision 1, 0 facts');
    expect(told).toContain('alice: 2 revisions (0 to 1)');
    expect(told).toContain('1 other memory, readable.');
    fs.rmSync(path.join(directory, 'bob.json'));
    fs.rmSync(path.join(directory, '.bob'), { recursive: true });
    expect(texts(await examine(directory))).toContain('alice: 2 revisions (0 to 1)');
  });

  it('says when a user is not there, and when nobody is', async () => {
    const directory = folder();
    fs.chmodSync(directory, 0o700);
    expect(texts(await examine(directory))).toContain('There is no memory yet');
    expect(texts(await examine(directory, { user: 'zed' }))).toContain(
      'Nothing is remembered of zed yet.',
    );
  });

  it('takes a store that is not there yet for one that will be made', async () => {
    const directory = path.join(folder(), 'new', 'sessions');
    const findings = await examine(directory);
    expect(allWrong(findings)).toEqual([]);
    expect(texts(findings)).toContain('made with the first memory');
    expect(fs.existsSync(path.dirname(directory))).toBe(false);
  });

  it('counts what it does not read of a large store', async () => {
    const directory = folder();
    await storeOf(directory, 'alice', 'bob');
    const transcript = path.join(directory, '.bob/transcript.jsonl');
    fs.writeFileSync(transcript, '', { mode: 0o600 });
    fs.truncateSync(transcript, 9e6);
    expect(texts(wrong(await examine(directory), 'not-examined'))).toContain('1 file not read');
    const detailed = await examine(directory, { user: 'bob' });
    expect(wrong(detailed, 'not-examined')).toEqual([]);
  });

  it('looks at a thousand users and counts the others', async () => {
    const directory = folder();
    fs.chmodSync(directory, 0o700);
    for (let n = 0; n < 1005; n++) {
      const user = `user-${n}`;
      const text = JSON.stringify(memory(user, 0));
      fs.writeFileSync(path.join(directory, `${user}.json`), text, { mode: 0o600 });
    }
    const findings = await examine(directory, { user: 'user-999' });
    expect(texts(wrong(findings, 'not-examined'))).toContain('5 more memories not looked at');
    expect(texts(findings)).toContain('user-999: user-999.json');
  });
});

describe('the examination of a broken store', () => {
  it('changes nothing at all', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice', 'bob', 'carol', 'dave');
    fs.writeFileSync(at('alice.json'), '{ "half": ');
    fs.writeFileSync(at('.alice/revisions/0000000002.json'), 'broken');
    fs.rmSync(at('bob.json'));
    fs.appendFileSync(at('carol.json'), '\n\n');
    fs.rmSync(at('.dave'), { recursive: true });
    await pendingTurn(directory, 'carol', 't-dead', {
      pid: 2 ** 30,
      startedAt: null,
      host: 'gone',
    });
    fs.writeFileSync(at('.carol/pending/t-bad.json'), 'not a turn');
    fs.writeFileSync(at('.carol/pending/.tmp-old'), 'half');
    fs.utimesSync(at('.carol/pending/.tmp-old'), 1, 1);
    fs.mkdirSync(at('.carol/lock'));
    fs.mkdirSync(at('.~deleted-x'));
    fs.writeFileSync(at('Alice.json'), JSON.stringify(memory('Alice', 0)));
    fs.symlinkSync(at('alice.json'), at('eve.json'));
    const before = stateOf(directory);
    const findings = await examine(directory);
    expect(allWrong(findings).length).toBeGreaterThan(8);
    await examine(directory, { user: 'alice' });
    expect(stateOf(directory)).toEqual(before);
  });

  it('names a memory that cannot be parsed, and what will become of it', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    fs.writeFileSync(at('alice.json'), '{ "half": ');
    const [found] = wrong(await examine(directory), 'memory-file');
    expect(found).toMatchObject({ status: 'problem', mend: 'memchat memory history -u alice' });
    expect(found?.message).toMatch(/not valid JSON.*sets it aside.*revision 1 in its place/);
  });

  it('names one without a good revision, with a command that moves it away', async () => {
    const directory = folder();
    const { at } = await storeOf(directory);
    fs.writeFileSync(at('alice.json'), '{ "half": ', { mode: 0o600 });
    fs.writeFileSync(at('alice.json.broken'), 'an earlier one');
    const [found] = wrong(await examine(directory), 'memory-file');
    const file = at('alice.json');
    expect(found).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('no good revision'),
      mend: `mv -n ${file} ${file}.broken-2`,
    });
  });

  it('names a memory of a newer version', async () => {
    const directory = folder();
    const { at } = await storeOf(directory);
    fs.writeFileSync(at('alice.json'), '{"version": 2, "user": "alice"}', { mode: 0o600 });
    const [found] = wrong(await examine(directory), 'memory-file');
    expect(found).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('newer memchat (format 2)'),
      mend: null,
    });
  });

  it('notes an import to come, an edit, a memory alone, and one that was deleted', async () => {
    const directory = folder();
    const { at, store } = await storeOf(directory, 'edited', 'alone', 'deleted', 'behind');
    fs.writeFileSync(at('tutorial.json'), '{"user_id": "tutorial", "key_facts": []}', {
      mode: 0o600,
    });
    const edit = { ...memory('edited', 1), name: 'Ed' };
    fs.writeFileSync(at('edited.json'), JSON.stringify(edit));
    fs.rmSync(at('.alone'), { recursive: true });
    fs.rmSync(at('deleted.json'));
    const old = fs.readFileSync(at('behind.json'));
    const time = fs.statSync(at('behind.json')).mtimeMs / 1000;
    await update(store, 'behind', (current) => ({ ...countOne(current), user: 'behind' }));
    fs.writeFileSync(at('behind.json'), old);
    fs.utimesSync(at('behind.json'), time, time);
    const newest = at('.behind/revisions/0000000002.json');
    const justNow = () => fs.statSync(newest).mtime.toISOString();
    const meanwhile = await examine(directory, { user: 'behind', clock: justNow });
    expect(texts(meanwhile)).toContain('behind.json is behind revision 2, which is a moment old');
    fs.utimesSync(newest, 1, 1);
    const found = wrong(await examine(directory), 'memory-file');
    const told = texts(found);
    expect(found.map(({ status }) => status)).toEqual(Array(5).fill('note'));
    expect(told).toContain('alone: alone.json has no revisions behind it');
    expect(told).toContain('behind: behind.json is behind');
    expect(told).toContain('deleted: deleted.json was deleted');
    expect(told).toContain(
      'your change to edited.json is not taken over yet; the next start makes it revision 2',
    );
    expect(told).toContain('tutorial: tutorial.json is in an older format (version 0)');
  });

  it('gives the file of another user the name that it should have', async () => {
    const directory = folder();
    const { at } = await storeOf(directory);
    fs.writeFileSync(at('alice.json'), JSON.stringify(memory('bob', 0)), { mode: 0o600 });
    const mapped = `~${'0'.repeat(64)}.json`;
    fs.writeFileSync(at(mapped), JSON.stringify(memory('Zoë', 0)), { mode: 0o600 });
    const findings = await examine(directory);
    expect(wrong(findings, 'memory-file')).toMatchObject([
      {
        message: expect.stringContaining('belongs to another user'),
        mend: `mv -n ${at('alice.json')} ${at('bob.json')}`,
      },
    ]);
    expect(wrong(findings, 'names')).toMatchObject([
      { status: 'problem', mend: `mv -n '${at(mapped)}' '${at(`${stemOf('Zoë')}.json`)}'` },
    ]);
  });

  it('finds memories that nobody reads for the case or the form of their names', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    fs.writeFileSync(at('Alice.json'), JSON.stringify(memory('Alice', 0)), { mode: 0o600 });
    for (const form of ['NFC', 'NFD'] as const) {
      const name = `${'zoë'.normalize(form)}.json`;
      fs.writeFileSync(at(name), JSON.stringify(memory('zoë', 0)), { mode: 0o600 });
    }
    const found = wrong(await examine(directory), 'names');
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({
      status: 'warning',
      mend: `mv -n ${at('Alice.json')} '${at(`${stemOf('Alice')}.json`)}'`,
    });
    for (const { message } of found) expect(message).toContain('only in case or Unicode form');
  });

  it('knows whose a broken file of a mapped name is by the revisions behind it', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'Zoë');
    fs.writeFileSync(at(`${stemOf('Zoë')}.json`), 'broken');
    const found = wrong(await examine(directory), 'memory-file');
    expect(texts(found)).toMatch(/^Zoë: .* cannot be read/);
  });

  it('tells a damaged revision that will be set aside from one that is lost', async () => {
    const directory = folder();
    const { at, store } = await storeOf(directory, 'alice');
    await update(store, 'alice', countOne);
    fs.writeFileSync(at(revision(1)), 'broken');
    const [middle] = wrong(await examine(directory), 'revisions');
    expect(middle).toMatchObject({ status: 'warning', mend: `rm ${at(revision(1))}` });
    expect(middle?.message).toContain('revision 1 is damaged and cannot be restored');
    fs.writeFileSync(at(revision(2)), 'broken');
    const [top] = wrong(await examine(directory), 'revisions');
    expect(top).toMatchObject({ mend: 'memchat memory history -u alice' });
    expect(top?.message).toContain('revision 0 is the newest good one');
  });

  it('counts pending turns by what becomes of them', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    await pendingTurn(directory, 'alice', 't-living');
    const dead = { pid: 2 ** 22 + 1, startedAt: null, host: os.hostname() };
    await pendingTurn(directory, 'alice', 't-dead-1', dead);
    await pendingTurn(directory, 'alice', 't-dead-2', dead);
    fs.writeFileSync(at('.alice/pending/t-bad.json'), 'not a turn', { mode: 0o600 });
    const found = wrong(await examine(directory), 'pending');
    expect(found.map(({ status, mend }) => [status, mend])).toEqual([
      ['note', null],
      ['warning', 'memchat -u alice'],
      ['warning', 'memchat -u alice'],
    ]);
    expect(texts(found)).toMatch(/1 turn is not.*\n.*2 turns are not.*\n.*t-bad\.json/);
  });

  it('knows the vectors as its own, and another file beside them as foreign', async () => {
    const directory = folder();
    await storeOf(directory, 'alice');
    const vectors = new FileVectors({ directory, onNotice: () => {} });
    await vectors.get('alice', 'model');
    await vectors.put('alice', 'model', vectorsOf(1, 2));
    const findings = await examine(directory);
    expect(allWrong(findings)).toEqual([]);
    expect(texts(findings)).toMatch(/alice: vectors of what was said, of 1 model, \d+ bytes\./);
    fs.writeFileSync(path.join(directory, '.alice/vectors/notes.bin'), 'x');
    expect(texts(wrong(await examine(directory), 'foreign-files'))).toContain('vectors/notes.bin');
    const [name = ''] = fs.readdirSync(path.join(directory, '.alice/vectors'));
    fs.chmodSync(path.join(directory, '.alice/vectors', name), 0o644);
    expect(texts(wrong(await examine(directory), 'permissions'))).toContain(name);
  });

  it('reads the transcript, and notes what of it cannot be read', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    const lines = ['{"turn":"t-1","user":"Hi"}', '{"turn":', '{"turn":"t-2","us'];
    fs.writeFileSync(at('.alice/transcript.jsonl'), lines.join('\n'), { mode: 0o600 });
    const findings = await examine(directory);
    expect(texts(wrong(findings, 'transcript'))).toMatch(
      /1 line of the transcript cannot be read.*\n.*last line of the transcript is not whole/,
    );
    expect(texts(findings)).toContain('2 past exchanges in the transcript');
  });

  it('reads the transcript of each year, counts what was imported, and takes none for foreign', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    const put = (name: string, ...lines: string[]) =>
      fs.writeFileSync(at(`.alice/${name}.jsonl`), lines.join('\n'), { mode: 0o600 });
    put('transcript', '{"turn":"t-1","user":"Hi"}', '');
    put('transcript-2025', '{"turn":"t-0","user":"Hi"}', '{"turn":"id:1","speaker":"Bob"}', '');
    put('transcript-2024', 'junk', '{"turn":"id:0","speak');
    put('transcript-old', '');
    const findings = await examine(directory);
    expect(texts(wrong(findings, 'transcript'))).toMatch(
      /^alice: 1 line of the transcript of 2024 cannot be read.*\nalice: the last line of the transcript of 2024 is not whole.*$/,
    );
    expect(texts(findings)).toContain('alice: 4 past exchanges (1 imported) in the transcript');
    const foreign = texts(wrong(findings, 'foreign-files'));
    expect(foreign).toContain('transcript-old.jsonl');
    expect(foreign).not.toContain('transcript-2025');
  });

  it('shows what is in quarantine and since when, locks, and what was left behind', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    const put = (name: string) => fs.writeFileSync(at(name), 'x', { mode: 0o600 });
    fs.mkdirSync(at('.alice/quarantine'), { mode: 0o700 });
    put('.alice/quarantine/20260301T100000000Z-abc-alice.json');
    fs.mkdirSync(at('.alice/lock'), { mode: 0o700 });
    fs.utimesSync(at('.alice/lock'), 1, 1);
    fs.mkdirSync(at('.~deleted-1'), { mode: 0o700 });
    put('.alice/revisions/.tmp-old');
    fs.utimesSync(at('.alice/revisions/.tmp-old'), 1, 1);
    put('.alice/revisions/.tmp-new');
    const findings = await examine(directory);
    expect(wrong(findings, 'quarantine')).toMatchObject([
      { status: 'note', message: expect.stringContaining('since 2026-03-01') },
    ]);
    expect(wrong(findings, 'lock')).toMatchObject([{ mend: `rmdir ${at('.alice/lock')}` }]);
    expect(wrong(findings, 'leftovers')).toMatchObject([
      { status: 'note', mend: `rm ${at('.alice/revisions/.tmp-old')}` },
      { status: 'warning', mend: `rm -r '${at('.~deleted-1')}'` },
    ]);
  });

  it('names foreign files, ten of them, and not what is harmless', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    for (const name of ['.memchat', '.gitignore', '.DS_Store']) fs.writeFileSync(at(name), '');
    expect(wrong(await examine(directory), 'foreign-files')).toEqual([]);
    fs.writeFileSync(at('.alice/notes.txt'), '');
    for (let n = 10; n < 22; n++) fs.writeFileSync(at(`alice.json.${n}~`), '');
    const [found] = wrong(await examine(directory), 'foreign-files');
    expect(found?.status).toBe('note');
    expect(found?.message).toContain('alice.json.19~ and 3 more');
  });
});

describe('the examination of what is not a plain file', () => {
  const parts = ['alice.json', '.alice', '.alice/revisions', revision(1)];

  it.each(parts)('names a link once, reads nothing behind it: %s', async (part) => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    const outside = path.join(folder(), 'moved');
    fs.renameSync(at(part), outside);
    fs.symlinkSync(outside, at(part));
    const found = allWrong(await examine(directory));
    const link = at(part);
    expect(found).toMatchObject([
      {
        check: 'links',
        status: 'problem',
        mend: `cp -RL ${link} ${link}.copy && rm ${link} && mv ${link}.copy ${link} && chmod -R u=rwX,go= ${link}`,
      },
    ]);
  });

  it('names a folder in the place of a memory, and a link that leads nowhere', async () => {
    const directory = folder();
    const { at } = await storeOf(directory);
    fs.mkdirSync(at('alice.json'), { mode: 0o700 });
    fs.symlinkSync(at('nowhere'), at('bob.json'));
    const found = wrong(await examine(directory), 'links');
    expect(found.map(({ mend }) => mend)).toEqual([
      `mv -n ${at('alice.json')} ${at('alice.json.old')}`,
      `rm ${at('bob.json')}`,
    ]);
  });

  it.each([
    ['a folder', (file: string) => fs.mkdirSync(file)],
    ['a link that leads nowhere', (file: string) => fs.symlinkSync('/nowhere/at/all', file)],
    [
      'a file of the size of a disk',
      (file: string) => {
        fs.writeFileSync(file, '');
        fs.truncateSync(file, 2 ** 32);
      },
    ],
  ])('gives a command that puts the memory back where there is %s', async (_, put) => {
    const directory = folder();
    const { at, another } = await storeOf(directory, 'alice');
    fs.rmSync(at('alice.json'));
    put(at('alice.json'));
    const [found] = allWrong(await examine(directory));
    execFileSync('sh', ['-c', found?.mend ?? 'false']);
    expect(allWrong(await examine(directory)).filter(({ status }) => status !== 'note')).toEqual(
      [],
    );
    expect(await another().read('alice')).toMatchObject({ revision: 1, sessionCount: 1 });
    expect(fs.lstatSync(at('alice.json.old'))).toBeDefined();
  });

  it('does not offer a name that would leave a user without the memory', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    const text = fs.readFileSync(at('alice.json'), 'utf8');
    fs.writeFileSync(at('alice.json'), text.replace('"user": "alice"', '"user": "bob"'));
    const [found] = wrong(await examine(directory), 'memory-file');
    expect(found?.mend).toContain('memory history');
  });

  it('names a store that is a link, a file, or below a file', async () => {
    const directory = folder();
    await storeOf(directory, 'alice');
    const link = path.join(folder(), 'link');
    fs.symlinkSync(directory, link);
    const linked = await examine(link);
    expect(wrong(linked, 'store-location')).toMatchObject([{ status: 'warning' }]);
    expect(texts(linked)).toContain('alice: alice.json is revision 1');
    const file = path.join(directory, 'alice.json');
    for (const wrongPlace of [file, path.join(file, 'sessions')]) {
      const found = wrong(await examine(wrongPlace), 'store-location');
      expect(found).toMatchObject([{ status: 'problem' }]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('the examination of permissions', () => {
  it('tells who may read from who may change, and mends each', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    fs.chmodSync(at('alice.json'), 0o644);
    fs.chmodSync(at(revision(0)), 0o660);
    fs.chmodSync(at('.alice'), 0o770);
    fs.chmodSync(at(revision(1)), 0o400);
    const found = wrong(
      await examine(directory, { uid: fs.statSync(directory).uid }),
      'permissions',
    );
    expect(found.map(({ status, mend }) => [status, mend])).toEqual([
      ['problem', `chmod 700 ${at('.alice')} && chmod 600 ${at(revision(0))}`],
      ['warning', `chmod 600 ${at('alice.json')}`],
      ['problem', `chmod 600 ${at(revision(1))}`],
    ]);
  });

  it('mends many at once, and the folder of the store as well', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice', 'bob', 'carol');
    for (const user of ['alice', 'bob', 'carol']) {
      fs.chmodSync(at(`${user}.json`), 0o644);
      fs.chmodSync(at(`.${user}`), 0o755);
    }
    fs.chmodSync(directory, 0o755);
    const found = wrong(await examine(directory), 'permissions');
    expect(found.map(({ mend }) => mend)).toEqual([`chmod -R u=rwX,go= ${directory}`]);
    expect(found[0]?.message).toContain("the store's folder, ");
    fs.writeFileSync(at('.memchat'), '');
    const [marked] = wrong(await examine(directory), 'permissions');
    expect(marked?.message).not.toContain("the store's folder");
    fs.chmodSync(directory, 0o775);
    expect(wrong(await examine(directory), 'permissions')).toMatchObject([
      { status: 'problem', mend: `chmod 700 ${directory}` },
      { status: 'warning' },
    ]);
  });

  it.runIf(process.getuid?.() === 0)('sends root to the user whose store it is', async () => {
    const directory = folder();
    const { at } = await storeOf(directory, 'alice');
    for (const name of ['alice.json', '.alice']) fs.chownSync(at(name), 12345, 12345);
    expect(wrong(await examine(directory), 'permissions')).toMatchObject([
      { status: 'warning', mend: `sudo -u '#12345' memchat --sessions ${directory} doctor` },
    ]);
  });

  it('names what belongs to another user', async () => {
    const directory = folder();
    await storeOf(directory, 'alice');
    const { uid } = fs.statSync(directory);
    const [found] = wrong(await examine(directory, { uid: uid + 1 }), 'permissions');
    expect(found).toMatchObject({
      status: 'problem',
      mend: `sudo chown -R ${uid + 1} ${directory}`,
    });
    expect(wrong(await examine(directory, { uid: null }), 'permissions')).toEqual([]);
  });
});
