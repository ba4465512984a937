import type { Detected } from '@curio/contracts';

/** How the text of a file is split into records and cells. */
export type Dialect = Pick<Detected, 'delimiter' | 'quote' | 'escape'>;
