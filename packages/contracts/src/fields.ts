import type { ColumnRow, FeatureRow, Field, InputRow, StoredRow } from './field-shapes.ts';

/**
 * The fields of items, users and interactions, each described once. Derived from here: the zod schemas, the CSV mapping
 * and its suggestions, the SQL columns, the staging of imports, the snapshot and features of a training, and the labels
 * of the studio. A new field is one entry here and one migration.
 *
 * Without zod, so that pages can import it.
 */

const itemIdNames =
  'itemid item product productid productcode productnumber productsku sku stockcode stockid articleid articlenumber article artikel artikelid artikelnummer artikelnr artnr artno partnumber asin isbn isbn13 ean gtin upc barcode movieid filmid bookid songid trackid videoid showid gameid recipeid hotelid venueid placeid locationid poiid courseid jobid newsid postid listingid propertyid businessid restaurantid appid podcastid eventitemid contentid assetid variantid handle goodid goodsid produktid produktnummer produktnr bestellnummer produit produitid idproduit codeproduit codearticle idarticle referenceproduit producto productoid idproducto codigoproducto articulo idarticulo codigoarticulo productnummer productnr itemcode itemnumber itemno itemsku parentasin titleid anime animeid beerid artistid';
const userIdNames =
  'userid user username usernumber customer customerid customernumber customerno customercode clientid client buyerid buyer memberid member visitorid visitor shopperid accountid account personid profileid reviewerid reviewer readerid reader viewerid listenerid subscriberid patientid studentid playerid authuserid uid cid benutzer benutzerid nutzer nutzerid kunde kundenid kundennr kundennummer kaeufer kaufer mitglied mitgliedid utilisateur utilisateurid idutilisateur clientnumero numeroclient idclient acheteur usuario usuarioid idusuario cliente clienteid idcliente codigocliente comprador gebruiker gebruikerid klant klantid klantnummer klantnr useruuid customeruuid';

/** In the order of importance: of two fields that fit a column equally well, the first is suggested. */
export const fields = {
  items: {
    itemId: {
      shape: 'id',
      column: 'item_id',
      required: true,
      label: 'Item id',
      examples: ['00123', '00124'],
      synonyms: itemIdNames,
    },
    title: {
      shape: 'text',
      column: 'title',
      feature: 'words',
      label: 'Title',
      examples: ['The Quiet Harbour', 'Bread for Beginners'],
      synonyms:
        'title name itemname itemtitle productname producttitle productlabel movietitle filmtitle booktitle songtitle trackname headline label titel bezeichnung produktname artikelname artikelbezeichnung produkttitel titre nom intitule libelle nomproduit designation titulo nombre nombreproducto naam productnaam artikelnaam',
    },
    description: {
      shape: 'text',
      column: 'description',
      feature: 'words',
      label: 'Description',
      examples: ['A keeper returns to the sea.', 'Twelve loaves, step by step.'],
      synonyms:
        'description desc productdescription itemdescription longdescription shortdescription details summary overview plot synopsis abstract body content text about beschreibung produktbeschreibung artikelbeschreibung langtext kurztext descriptif resume descripcion descripcionproducto resumen omschrijving productomschrijving beschrijving',
    },
    categories: {
      shape: 'list',
      column: 'categories',
      feature: 'category',
      label: 'Categories',
      examples: ['Novel|Sea', 'Cooking'],
      synonyms:
        'categories category genres genre producttype producttypename productcategory department section topic topics class maincategory subcategory itemcategory categoryname googleproductcategory kategorie kategorien warengruppe produktgruppe rubrik sparte rayon categorie categoria categorias generos genero seccion categorieen rubriek',
    },
    tags: {
      shape: 'list',
      column: 'tags',
      feature: 'category',
      label: 'Tags',
      examples: ['harbour|memory', 'baking'],
      synonyms:
        'tags tag keywords keyword labels schlagworte schlagwort stichworte stichwort motscles motcle etiquetas etiqueta palabrasclave trefwoorden',
    },
    price: {
      shape: 'price',
      column: 'price',
      feature: 'magnitude',
      label: 'Price',
      examples: ['14.90', '22.00'],
      synonyms:
        'price unitprice saleprice listprice retailprice priceusd priceeur pricegbp amount cost preis verkaufspreis einzelpreis stuckpreis prix prixunitaire prixttc precio preciounitario prijs verkoopprijs stukprijs msrp',
    },
    imageUrl: {
      shape: 'picture',
      column: 'image_url',
      label: 'Picture',
      help: 'Web address of a picture of the item.',
      examples: ['https://example.com/123.jpg', 'https://example.com/124.jpg'],
      synonyms:
        'imageurl image imagelink imagesrc img imgurl picture pictureurl photo photourl thumbnail thumbnailurl thumb cover coverurl coverimage poster posterurl posterpath bild bildurl foto fotourl imagen imagenurl urlimagen afbeelding afbeeldingurl urlimage',
    },
    url: {
      shape: 'link',
      column: 'url',
      label: 'Page address',
      help: 'Web address of the page of the item.',
      examples: ['https://example.com/123', 'https://example.com/124'],
      synonyms:
        'url link itemurl productlink producturl pageurl page permalink website webpage href lien urlproduit enlace urlproducto seite produktlink produkturl',
    },
    ownerId: {
      shape: 'id',
      column: 'owner_id',
      feature: 'owner',
      label: 'Owner id',
      help: 'Id of the seller or author.',
      examples: ['seller-7', 'seller-9'],
      synonyms:
        'ownerid owner sellerid seller vendorid vendor merchantid merchant shopid shop storeid store supplierid supplier hostid host creatorid creator publisherid publisher uploaderid verkaufer verkauferid haendler anbieter vendeur vendeurid vendedor vendedorid verkoper verkoperid',
    },
    createdAt: {
      shape: 'date',
      column: 'created_at',
      feature: 'time',
      label: 'Created at',
      help: 'When the item was added. The list of the latest items is ordered by it.',
      examples: ['2026-01-15', '2026-02-20'],
      synonyms:
        'createdat created createdon creationdate datecreated dateadded addedat added publishedat published publishdate publicationdate pubdate releasedate released releasedat datereleased listedat firstseen erstelltam erstellt erscheinungsdatum veroffentlicht datecreation creele datedepublication fechacreacion fechapublicacion creado aangemaakt aanmaakdatum publicatiedatum',
    },
    hidden: {
      shape: 'boolean',
      column: 'hidden',
      label: 'Hidden',
      help: 'Yes: the item is kept but never recommended.',
      examples: ['no', 'yes'],
      synonyms:
        'hidden ishidden deleted isdeleted archived isarchived discontinued isdiscontinued disabled isdisabled unlisted versteckt ausgeblendet geloscht masque cache supprime oculto eliminado verborgen verwijderd',
    },
  },
  users: {
    userId: {
      shape: 'id',
      column: 'user_id',
      required: true,
      label: 'User id',
      examples: ['u-17', 'u-18'],
      synonyms: userIdNames,
    },
  },
  interactions: {
    userId: {
      shape: 'id',
      column: 'user_id',
      required: true,
      label: 'User id',
      examples: ['u-17', 'u-17'],
      synonyms: userIdNames,
    },
    itemId: {
      shape: 'id',
      column: 'item_id',
      required: true,
      label: 'Item id',
      examples: ['00123', '00124'],
      synonyms: itemIdNames,
    },
    type: {
      shape: 'category',
      column: 'type',
      required: true,
      label: 'Type of interaction',
      help: 'view, click, cart, purchase, rating, like, dislike or your own.',
      examples: ['purchase', 'view'],
      synonyms:
        'type eventtype event eventname action actiontype activity activitytype interaction interactiontype behavior behaviour behaviortype verb aktion ereignis typ ereignistyp evenement accion evento tipo tipoevento actie gebeurtenis',
    },
    value: {
      shape: 'number',
      column: 'value',
      label: 'Value',
      help: 'A rating, a quantity or an amount.',
      examples: ['2', '1'],
      synonyms:
        'value rating ratings score stars star overall quantity qty count amount weight strength plays playcount listens playtime hours watchtime duration dwelltime units clicks views bewertung wertung sterne menge anzahl stuckzahl note evaluation quantite nombre cantidad puntuacion calificacion valoracion estrellas waarde beoordeling aantal hoeveelheid sterren waardering',
    },
    timestamp: {
      shape: 'date',
      column: 'occurred_at',
      label: 'Time',
      examples: ['2026-03-04T10:15:00Z', '2026-03-05T18:02:11Z'],
      synonyms:
        'timestamp time datetime date ts eventtime eventdate eventtimestamp unixreviewtime reviewtime reviewdate createdat created occurredat orderdate purchasedate invoicedate transactiondate saledate visitedat viewedat watchedat ratedat checkintime when day zeit zeitpunkt zeitstempel datum bestelldatum kaufdatum rechnungsdatum heure dateachat datecommande horodatage fecha fechahora fechacompra fechapedido hora tijd tijdstip tijdstempel besteldatum aankoopdatum factuurdatum',
    },
  },
} as const satisfies Record<string, Readonly<Record<string, Field>>>;

export type ImportKind = keyof typeof fields;
export const importKinds = ['items', 'users', 'interactions'] as const satisfies readonly ImportKind[];

export type ItemFields = typeof fields.items;
export type UserFields = typeof fields.users;
export type InteractionFields = typeof fields.interactions;

/** Types of an owner-defined field. */
export const customTypes = ['category', 'text', 'number', 'date', 'boolean', 'list', 'geo', 'vector'] as const;
export type CustomType = (typeof customTypes)[number];
/** Whether rows of the kind can have owner-defined fields. */
export const allowsCustom = (kind: ImportKind): boolean => kind !== 'interactions';

const byKind: Readonly<Record<ImportKind, Readonly<Record<string, Field>>>> = fields;

/** The fields of a kind as [name, descriptor]. */
export const fieldsOf = (kind: ImportKind): [name: string, field: Field][] => Object.entries(byKind[kind]);
export const fieldOf = (kind: ImportKind, name: string): Field | undefined =>
  Object.hasOwn(byKind[kind], name) ? byKind[kind][name] : undefined;
export const requiredFieldsOf = (kind: ImportKind): string[] =>
  fieldsOf(kind).flatMap(([name, field]) => (field.required ? [name] : []));
/** What a column of a file can become: a field, `custom` (it takes a name and a type), or `ignore`. */
export const targetsOf = (kind: ImportKind): string[] => [
  ...Object.keys(byKind[kind]),
  ...(allowsCustom(kind) ? ['custom'] : []),
  'ignore',
];

/** In degrees. */
export interface GeoPoint {
  lat: number;
  lon: number;
}
/** An owner-defined value. Dates are ISO 8601 in UTC; numbers in a list are a vector, such as an embedding. */
export type CustomValue = string | number | boolean | string[] | number[] | GeoPoint;
export type CustomValues = Record<string, CustomValue>;

/** Rows of a file. `custom` has no prototype: any column name is a safe key. */
export type ItemRow = InputRow<ItemFields, Date> & { custom?: CustomValues };
export type UserRow = InputRow<UserFields, Date> & { custom?: CustomValues };
export type InteractionRow = InputRow<InteractionFields, Date>;

/** Rows of the database: the columns that come from the descriptors, as they are read. */
export type ItemColumns = ColumnRow<ItemFields, Date>;
export type UserColumns = ColumnRow<UserFields, Date>;
export type InteractionColumns = ColumnRow<InteractionFields, Date>;

/** Rows of the API: dates are ISO 8601 in UTC. */
export type StoredItem = StoredRow<ItemFields, string>;

/** Rows of a training: dates are seconds since 1970. */
export type ItemFeatures = FeatureRow<ItemFields>;

const isFeature = (name: string): name is Exclude<keyof ItemFeatures, 'itemId'> =>
  fieldOf('items', name)?.feature !== undefined;
/** The features of an item, in the order of the descriptors. */
export const itemFeatures = Object.keys(fields.items).filter(isFeature);

/** The value of a field in a row of the database, as the API answers it: dates as ISO 8601, null without a value. */
export function storedValue(field: Field, row: Readonly<Record<string, unknown>>): unknown {
  const value = row[field.column];
  return value instanceof Date ? value.toISOString() : (value ?? null);
}
