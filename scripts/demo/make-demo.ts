/** Makes the demo for `npm start`, in a process of its own: what it needs in memory goes with it. Prints what it does. */

import { readSettings } from '../settings/settings.ts';
import { makeDemo } from './demo.ts';

try {
  await makeDemo(readSettings(process.env), (line) => console.log(line), new AbortController().signal);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
