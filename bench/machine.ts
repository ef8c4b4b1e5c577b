import { readFileSync, statfsSync } from 'node:fs';
import {
  arch,
  availableParallelism,
  cpus,
  loadavg,
  platform,
  release,
  tmpdir,
  totalmem,
} from 'node:os';

/** What the figures of a run hang on. */
export interface Machine {
  system: string;
  cores: number;
  cpu: string;
  /** In gigabytes. */
  memory: number;
  /** Of the temporary folder, where all stores of a run lie. */
  fileSystem: string;
  /** Of the last minute, before the run. */
  load: number;
  node: string;
}

export function describeMachine(): Machine {
  return {
    system: `${platform()} ${release()} ${arch()}`,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memory: Math.round(totalmem() / 1e9),
    fileSystem: fileSystemOf(tmpdir()),
    load: loadavg()[0] ?? Number.NaN,
    node: process.version,
  };
}

export function renderMachine(machine: Machine): string {
  const { system, cores, cpu, memory, fileSystem, load, node } = machine;
  return `${node}, ${system}, ${cores} cores (${cpu}), ${memory} GB, temporary folder on ${fileSystem}, load ${load.toFixed(2)} before the run`;
}

/** Its name from the table of mounts where there is one, else the number of its type. */
function fileSystemOf(folder: string): string {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, point = '']) => isWithin(folder, point))
      .sort(([, a = ''], [, b = '']) => b.length - a.length);
    const [, , type] = mounts[0] ?? [];
    if (type !== undefined) return type;
  } catch {
    // Only Linux has that table.
  }
  return `type 0x${statfsSync(folder).type.toString(16)}`;
}

function isWithin(folder: string, point: string): boolean {
  return folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
}
