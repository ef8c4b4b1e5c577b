import { describe, expect, it } from 'vitest';
import { renderFindings } from '../../../src/cli/output/doctor.ts';
import { finding } from '../../../src/finding.ts';

const look = { colour: false, plain: false };

describe('the findings of the doctor', () => {
  it('are shown by group, a line each with the way to mend it, the verdict last', () => {
    const findings = [
      finding('reachability', 'problem', 'Nothing answers at http://localhost:11434.'),
      finding('version', 'ok', 'memchat 1.2.3, Node 20.0.0, linux x64'),
      finding('pending', 'warning', 'alice: 2 turns are not remembered yet.', 'memchat -u alice'),
      finding('store-location', 'ok', 'Memories are in /home/alice/memories.'),
      finding('lock', 'note', 'alice: a memchat is writing now.'),
      finding('credential', 'warning', 'No credential was found.', 'export ANTHROPIC_API_KEY=…'),
    ];
    expect(renderFindings(findings, look)).toMatchInlineSnapshot(`
      "Program
        ✓ memchat 1.2.3, Node 20.0.0, linux x64

      Memories
        ✓ Memories are in /home/alice/memories.
        ! alice: 2 turns are not remembered yet.
            memchat -u alice
        · alice: a memchat is writing now.

      Model
        ! No credential was found.
            export ANTHROPIC_API_KEY=…
        ✗ Nothing answers at http://localhost:11434.

      1 problem, 2 warnings."
    `);
  });

  it('end with good news when there is nothing worse than a note', () => {
    const findings = [finding('version', 'ok', 'memchat'), finding('lock', 'note', 'Held.')];
    expect(renderFindings(findings, look)).toMatch(/\n\nAll is well\.$/);
  });

  it('are marked by words on a terminal that knows no signs', () => {
    const findings = [finding('version', 'ok', 'memchat'), finding('links', 'problem', 'A link.')];
    const text = renderFindings(findings, { colour: false, plain: true });
    expect(text).toContain('  ok: memchat\n');
    expect(text).toContain('  problem: A link.\n');
    expect(text).not.toMatch(/[^\n -~]/);
  });

  it('are coloured only at their marks', () => {
    const text = renderFindings([finding('links', 'problem', 'A link.')], {
      colour: true,
      plain: false,
    });
    expect(text).toContain('  \x1b[31m✗\x1b[0m A link.');
  });

  it('of one kind are shown ten times, then counted', () => {
    const findings = Array.from({ length: 42 }, (_, n) =>
      finding('memory-file', n < 40 ? 'note' : 'problem', `user-${n}: edited.`),
    );
    const text = renderFindings(findings, look);
    expect(text).toContain('user-9: edited.\n');
    expect(text).not.toContain('user-10:');
    expect(text).toContain('user-41: edited.\n');
    expect(text).toContain('· … and 30 more like the last; --json has them all');
  });

  it('let no control sequence of a file name through', () => {
    const text = renderFindings(
      [finding('foreign-files', 'note', 'Left: \x1b]0;owned\x07\u202egnp\n.', 'rm \x1b[2J')],
      look,
    );
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(text).toContain('\\u{1b}]0;owned\\u{7}\\u{202e}gnp .');
  });
});
