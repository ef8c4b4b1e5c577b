import type { Row } from './table.ts';
export const turnBench = async (): Promise<Row[]> => [];
