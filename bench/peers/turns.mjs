// What every program of the comparison of turns does around its own work: it is told what to say in
// its last argument, as JSON, and prints a line of JSON for each turn and one at its end.

/**
 * @typedef {object} Given
 * @property {string} home where its packages are
 * @property {string} baseUrl of the Messages API
 * @property {string} embeddingsUrl
 * @property {string} folder for its files
 * @property {string[]} messages
 * @property {number} pauseMs between two turns: a person reads, and types
 */

/** @returns {Given} */
export function given() {
  return JSON.parse(process.argv[2] ?? '');
}

/**
 * Says one message after the other. `first` is called when the first words of the reply are there,
 * `replied` when the last are; the turn is over when the next message could be said.
 * @param {Given} given
 * @param {(message: string, told: { first: () => void, replied: () => void }) => Promise<void>} turn
 */
export async function converse({ messages, pauseMs }, turn) {
  // Counted from the start of the process: what a person waits for before they can say something.
  const ready = performance.now();
  for (const message of messages) {
    const began = performance.now();
    let first = 0;
    let replied = 0;
    await turn(message, {
      first: () => {
        first ||= performance.now() - began;
      },
      replied: () => {
        replied = performance.now();
      },
    });
    print({ first, behind: performance.now() - replied });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  print({ ready, megabytes: process.resourceUsage().maxRSS / 1024 });
}

/** @param {Record<string, number>} line */
function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
