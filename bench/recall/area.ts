import type { Row } from '../table.ts';
export const recallBench = async (): Promise<Row[]> => [];
