import { chaosSuite } from './chaos-suite.ts';

chaosSuite({ seconds: 10, least: 1 });
