// What mem0 keeps in SQLite, in arrays: it has the same methods, and costs mem0 no disk.

/** @typedef {{ id: string, vector: number[], payload: Record<string, unknown> }} Entry */
/** @typedef {Record<string, unknown>} Filters */

export class ArrayVectors {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  async initialize() {}

  /** @param {number[][]} vectors @param {string[]} ids @param {Record<string, unknown>[]} payloads */
  async insert(vectors, ids, payloads) {
    for (const [place, id] of ids.entries()) {
      this.#entries.set(id, { id, vector: vectors[place] ?? [], payload: payloads[place] ?? {} });
    }
  }

  /** @param {number[]} query @param {number} limit @param {Filters} [filters] */
  async search(query, limit, filters) {
    return this.#matching(filters)
      .map(({ id, vector, payload }) => ({ id, payload, score: cosine(query, vector) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  async keywordSearch() {
    return null;
  }

  /** @param {string} id */
  async get(id) {
    return this.#entries.get(id) ?? null;
  }

  /** @param {string} id @param {number[]} vector @param {Record<string, unknown>} payload */
  async update(id, vector, payload) {
    this.#entries.set(id, { id, vector, payload });
  }

  /** @param {Filters} [filters] @param {number} [limit] */
  async list(filters, limit = 100) {
    const all = this.#matching(filters);
    return [all.slice(0, limit), all.length];
  }

  async getUserId() {
    return 'bench';
  }

  async setUserId() {}

  /** @param {Filters} [filters] */
  #matching(filters = {}) {
    return [...this.#entries.values()].filter(({ payload }) =>
      Object.entries(filters).every(([key, value]) => payload[key] === value),
    );
  }
}

export class ArrayHistory {
  /** @type {{ role: string, content: string }[]} */
  #messages = [];

  async batchAddHistory() {}

  async addHistory() {}

  /** @param {{ role: string, content: string }[]} messages */
  async saveMessages(messages) {
    this.#messages = [...this.#messages, ...messages].slice(-10);
  }

  /** @param {string} _scope @param {number} limit */
  async getLastMessages(_scope, limit) {
    return this.#messages.slice(-limit);
  }
}

/** @param {number[]} a @param {number[]} b */
function cosine(a, b) {
  let [dot, one, other] = [0, 0, 0];
  for (const [place, value] of a.entries()) {
    const beside = b[place] ?? 0;
    dot += value * beside;
    one += value * value;
    other += beside * beside;
  }
  return dot / (Math.sqrt(one * other) || 1);
}
