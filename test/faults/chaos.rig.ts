import { chaosSuite } from './chaos-suite.ts';

// The least: measured at several hundred commits a second, so this is no test of speed.
chaosSuite({ seconds: 60, least: 5000 });
