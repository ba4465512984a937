/** Makes the demo for `npm start`, in a separate process, whose memory is freed afterwards. Prints one line per step. */
import { readSettings } from '../settings/settings.ts';
import { makeDemo } from './demo.ts';

try {
  await makeDemo(readSettings(process.env), (line) => console.log(line), new AbortController().signal);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
