import type { ColumnType, ImportKind } from '@curio/contracts';
import type { Concept } from './lexicon.ts';

/**
 * Evidence for a field, in log-odds: added up over what a column's name and cells say. Chosen by hand and tuned on two
 * thirds of the exports of test/exports; `calibrate` turns the sum into a probability.
 */
export interface Weights {
  /** Words of the name, by their meaning. */
  name: Partial<Record<Concept, number>>;
  /** Two meanings together, such as `user+id`. */
  pairs?: Readonly<Record<string, number>>;
  /** Any other known meaning. */
  other: number;
  /** Types of cells; -4 for the others. */
  cells: Partial<Record<ColumnType, number>>;
}

const money: Weights['name'] = { tax: -7, shipping: -7, discount: -7, fee: -7, refund: -5 };

const id: Weights['cells'] = { id: 1, number: 0.5, category: 0, text: -0.7, email: -1, url: -2, boolean: -3, list: -3 };

const userId: Weights = {
  name: {
    user: 4.5,
    account: 3,
    id: 1,
    email: 2.3,
    person: -5,
    name: -2.5,
    phone: -9,
    zip: -9,
    place: -4,
    order: -3,
    item: -4,
    work: -4,
    owner: -5,
    session: -3,
    date: -6,
    updated: -3,
    calendar: -6,
    image: -6,
    url: -4,
    review: -2,
    event: -2,
    type: -3,
  },
  pairs: { 'user+id': 1.5, 'account+id': 1.5, 'user+email': -1, 'email+place': 4 },
  other: -3,
  cells: { ...id, email: 1, text: -0.5 },
};

const itemId: Weights = {
  name: {
    item: 3,
    work: 3,
    sku: 4.5,
    id: 1.3,
    name: -3,
    parent: 0,
    order: -4,
    line: -1.5,
    user: -4,
    owner: -5,
    category: -6,
    tag: -6,
    type: -5,
    price: -6,
    quantity: -5,
    email: -8,
    phone: -9,
    zip: -9,
    date: -6,
    calendar: -6,
    session: -6,
    event: -3,
    image: -6,
    url: -1,
    description: -3,
    brand: -5,
    currency: -6,
    count: -4,
    rating: -6,
    amount: -5,
    status: -5,
    stock: -1,
    review: -4,
    attribute: -3,
    ...money,
  },
  pairs: { 'item+id': 2, 'work+id': 2, 'item+sku': 0.5, 'stock+id': 4, 'owner+sku': 4.5, 'description+id': 5 },
  other: -3,
  cells: { ...id, text: -1.5, list: -3 },
};

const title: Weights = {
  name: { name: 3.5, item: 1, work: 1, description: -2.5, id: -4, sku: -4, short: -1.5, parent: -2, date: -4, url: -3 },
  pairs: { 'item+name': 1, 'work+name': 1 },
  other: -3.5,
  cells: { text: 1.5, category: 0.5, list: 0.3, id: 0, number: -1.5, date: -1.5, boolean: -4 },
};

const description: Weights = {
  name: { description: 4.5, item: 0.3, work: 0.3, short: -1, name: -2, review: -2, updated: 0 },
  other: -3,
  cells: { text: 1, list: -0.5, category: -0.5, id: -1 },
};

const categories: Weights = {
  name: {
    category: 4.5,
    type: 2.6,
    item: 0.3,
    work: 0.3,
    name: 0.2,
    id: -1,
    parent: 0,
    tag: -2.5,
    attribute: -4,
    description: -2,
    short: -0.5,
    ...money,
    url: -1,
  },
  pairs: { 'item+type': 1 },
  other: -3,
  cells: { list: 1.2, category: 1, text: 0.3, number: -1, id: -0.5, boolean: -3 },
};

const tags: Weights = {
  name: { tag: 5, category: -1, item: 0, work: 0, short: -0.5, url: -2, name: -0.5 },
  other: -3,
  cells: { list: 1, text: 0.2, category: 0.3, id: -1, number: -3 },
};

const price: Weights = {
  name: {
    price: 4.5,
    amount: 1,
    item: 0.3,
    work: 0.3,
    quantity: 0,
    currency: 0,
    tax: -1.5,
    order: -1.5,
    shipping: -7,
    discount: -5,
    fee: -6,
    attribute: -2,
  },
  pairs: { 'tax+price': 1.2 },
  other: -3,
  cells: { number: 1.5, id: -2 },
};

const imageUrl: Weights = {
  name: {
    image: 5,
    url: 0.5,
    item: 0,
    work: 0,
    parent: 0,
    short: -1,
    name: -0.5,
    line: -4,
    description: -4,
    calendar: -4,
  },
  other: -3,
  cells: { url: 1.5, text: -1, id: -1, list: -1 },
};

const url: Weights = {
  name: { url: 4.5, item: 0.5, work: 0.5, image: -6, id: -2.5, short: -1 },
  other: -2.5,
  cells: { url: 2, text: -2, id: -2 },
};

const ownerId: Weights = {
  name: { owner: 5, id: 0.7, brand: -1, name: -0.2, item: 0, work: 0, email: -4, url: -4, user: -2 },
  pairs: { 'owner+id': 0.5 },
  other: -2.5,
  cells: { id: 0.7, category: 0.7, text: 0.3, number: 0.3, list: 0 },
};

const createdAt: Weights = {
  name: { created: 4, date: 1.5, item: 0, work: 0, updated: -4, calendar: -4, order: -2, discount: -4, price: -4 },
  other: -2.5,
  cells: { date: 2.5, number: -2, id: -2 },
};

const hidden: Weights = {
  name: { hidden: 5.5, item: 0, visible: -6 },
  other: -3,
  cells: { boolean: 2, category: 0, number: 0 },
};

const type: Weights = {
  name: {
    event: 4.5,
    type: 2.5,
    name: 0,
    status: -1,
    session: -1,
    id: -5,
    item: -4,
    work: -4,
    user: -4,
    order: -2.5,
    date: -6,
  },
  pairs: { 'event+type': 0.5 },
  other: -3,
  cells: { category: 1, text: 0.3, id: -1, number: -0.3, boolean: -1, list: -2 },
};

const value: Weights = {
  name: {
    rating: 4.5,
    quantity: 5,
    amount: 2.3,
    duration: 3.5,
    count: 1.5,
    event: 0,
    item: 0,
    work: 0,
    order: 0,
    line: 0,
    review: 0,
    attribute: -1,
    average: -5,
    price: -2.5,
    stock: -5,
    id: -5,
    calendar: -5,
    user: -1.5,
    currency: -1,
    ...money,
  },
  pairs: {
    'order+amount': -1.5,
    'quantity+price': -3,
    'duration+date': 2.5,
    'duration+calendar': 5,
    'duration+count': 1.5,
  },
  other: -2.5,
  cells: { number: 1.5, boolean: -0.5, id: -2, category: -2 },
};

const timestamp: Weights = {
  name: {
    date: 4,
    created: 2,
    order: 0.5,
    event: 0.5,
    item: 0,
    work: 0,
    session: 0.3,
    review: 0.3,
    rating: 0.3,
    updated: -3,
    calendar: -5,
    person: -6,
    shipping: -5,
    user: -1,
    name: -3,
    id: -3,
    duration: -1.5,
  },
  pairs: { 'created+date': -0.5, 'order+date': 0.5 },
  other: -2,
  cells: { date: 2.5, number: -2, id: -2.5 },
};

export const weights: Readonly<Record<ImportKind, Readonly<Record<string, Weights>>>> = {
  items: { itemId, title, description, categories, tags, price, imageUrl, url, ownerId, createdAt, hidden },
  users: { userId },
  interactions: { userId, itemId, type, value, timestamp },
};
