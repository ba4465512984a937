import { fieldsOf, importKinds } from '@curio/contracts/fields';

/**
 * Names of columns that look like ids but identify neither a user nor an item (`order`: orders and sessions, `row`:
 * numbers of rows). They keep such columns from being suggested as a field. Words joined, without accents, in English,
 * German, French, Spanish and Dutch.
 */
const notFields: Readonly<Record<string, string>> = {
  order:
    'invoiceno invoice invoiceid invoicenumber orderid order orderno ordernumber orderref transactionid transaction basketid basket cartid cart receiptid receipt purchaseid sessionid session requestid visitid lineid lineno reviewid ratingid interactionid bestellung bestellid auftragsnummer rechnungsnummer rechnungsnr commande commandeid numerocommande facture numerofacture pedido pedidoid idpedido factura numerofactura factuurnummer ordernummer bestelnummer',
  row: 'index idx row rowid rownumber rownum unnamed unnamed0 column1 zeile ligne fila rij',
};

const fieldsBySynonym = new Map<string, Set<string>>();
function add(field: string, synonyms: string): void {
  for (const synonym of synonyms.split(' ')) {
    const fields = fieldsBySynonym.get(synonym) ?? new Set();
    fieldsBySynonym.set(synonym, fields.add(field));
  }
}
for (const kind of importKinds) for (const [name, { synonyms }] of fieldsOf(kind)) add(name, synonyms);
for (const [name, synonyms] of Object.entries(notFields)) add(name, synonyms);

/** The fields, of any kind, that have this synonym; the words of `name` joined, without accents. */
export const fieldsNamed = (name: string): ReadonlySet<string> => fieldsBySynonym.get(name) ?? new Set();
