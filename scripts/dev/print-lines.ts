import { styleText } from 'node:util';
import { prettyFactory } from 'pino-pretty';

const COLOURS = { dev: 'white', postgres: 'gray', api: 'cyan', worker: 'magenta', studio: 'green' } as const;
const WIDTH = 8;

/** A function that prints lines under a name; JSON of the logger becomes one readable line. */
export function printLines(name: keyof typeof COLOURS): (line: string) => void {
  const readable = prettyFactory({
    colorize: process.stdout.isTTY,
    ignore: 'pid,hostname,process',
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
  });
  const prefix = `${styleText(COLOURS[name], name.padEnd(WIDTH))} │ `;
  return (line) => {
    const text = line.startsWith('{') ? readable(line).trimEnd() : line;
    for (const part of text.split('\n')) console.log(prefix + part);
  };
}
