import type { Row } from './table.ts'; export const peersBench = async (): Promise<Row[]> => [];
