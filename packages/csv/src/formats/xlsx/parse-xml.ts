import { SaxesParser } from 'saxes';
import { CsvError } from '../../table/csv-error.ts';

/** What happens in a document, by local names: `row` also for `x:row`. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Characters without the end of an element, an attribute or a text: no workbook has them, and the parser buffers them. */
const maxTokenChars = 4 << 20;

/**
 * Parses a document as it arrives; yields after each chunk, so that the handler's results can be taken. No document type
 * declaration is accepted, so there are no entities but those of XML itself, and nothing outside the document is read.
 * @throws CsvError `broken-workbook`
 */
export async function* parseXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false, xmlns: false as const });
  let pending = 0;
  parser.on('opentag', ({ name, attributes }) => {
    pending = 0;
    handler.open?.(localName(name), attributes);
  });
  parser.on('text', (text) => {
    pending = 0;
    handler.text?.(text);
  });
  parser.on('closetag', ({ name }) => {
    pending = 0;
    handler.close?.(localName(name));
  });
  parser.on('doctype', () => {
    throw broken();
  });
  parser.on('error', () => {
    throw broken();
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const write = (text: string) => {
    pending += text.length;
    parser.write(text);
    if (pending > maxTokenChars) throw broken();
  };
  try {
    for await (const chunk of chunks) {
      write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    write(decoder.decode());
    parser.close();
  } catch (error) {
    // Of the decoder: not UTF-8.
    throw error instanceof TypeError ? broken() : error;
  }
  yield;
}

/** Parses a small document to its end. */
export async function parseWhole(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(chunks, handler));
}

/** An attribute by its local name. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  if (name in attributes) return attributes[name];
  const key = Object.keys(attributes).find((each) => localName(each) === name);
  return key === undefined ? undefined : attributes[key];
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function broken(): CsvError {
  return new CsvError('broken-workbook', 'The workbook is damaged: open it in Excel, save it again, and upload that.');
}
