import { chaosSuite } from './chaos-suite.ts';

chaosSuite({ seconds: 60, least: 5000 });
