/**
 * What owners call the fields, in English, German, French, Spanish and Dutch; words joined, without accents. `order` and
 * `row` are columns that look like ids but are nobody's: they keep other fields away.
 */
export const fieldNames: Record<string, string> = {
  itemId:
    'itemid item product productid productcode productnumber productsku sku stockcode stockid articleid articlenumber article artikel artikelid artikelnummer artikelnr artnr artno partnumber asin isbn isbn13 ean gtin upc barcode movieid filmid bookid songid trackid videoid showid gameid recipeid hotelid venueid placeid locationid poiid courseid jobid newsid postid listingid propertyid businessid restaurantid appid podcastid eventitemid contentid assetid variantid handle goodid goodsid produktid produktnummer produktnr bestellnummer produit produitid idproduit codeproduit codearticle idarticle referenceproduit producto productoid idproducto codigoproducto articulo idarticulo codigoarticulo productnummer productnr itemcode itemnumber itemno itemsku parentasin titleid anime animeid beerid artistid',
  userId:
    'userid user username usernumber customer customerid customernumber customerno customercode clientid client buyerid buyer memberid member visitorid visitor shopperid accountid account personid profileid reviewerid reviewer readerid reader viewerid listenerid subscriberid patientid studentid playerid authuserid uid cid benutzer benutzerid nutzer nutzerid kunde kundenid kundennr kundennummer kaeufer kaufer mitglied mitgliedid utilisateur utilisateurid idutilisateur clientnumero numeroclient idclient acheteur usuario usuarioid idusuario cliente clienteid idcliente codigocliente comprador gebruiker gebruikerid klant klantid klantnummer klantnr useruuid customeruuid',
  title:
    'title name itemname itemtitle productname producttitle productlabel movietitle filmtitle booktitle songtitle trackname headline label titel bezeichnung produktname artikelname artikelbezeichnung produkttitel titre nom intitule libelle nomproduit designation titulo nombre nombreproducto naam productnaam artikelnaam',
  description:
    'description desc productdescription itemdescription longdescription shortdescription details summary overview plot synopsis abstract body content text about beschreibung produktbeschreibung artikelbeschreibung langtext kurztext descriptif resume descripcion descripcionproducto resumen omschrijving productomschrijving beschrijving',
  categories:
    'categories category genres genre producttype producttypename productcategory department section topic topics class maincategory subcategory itemcategory categoryname googleproductcategory kategorie kategorien warengruppe produktgruppe rubrik sparte rayon categorie categoria categorias generos genero seccion categorieen rubriek',
  tags: 'tags tag keywords keyword labels schlagworte schlagwort stichworte stichwort motscles motcle etiquetas etiqueta palabrasclave trefwoorden',
  price:
    'price unitprice saleprice listprice retailprice priceusd priceeur pricegbp amount cost preis verkaufspreis einzelpreis stuckpreis prix prixunitaire prixttc precio preciounitario prijs verkoopprijs stukprijs msrp',
  imageUrl:
    'imageurl image imagelink imagesrc img imgurl picture pictureurl photo photourl thumbnail thumbnailurl thumb cover coverurl coverimage poster posterurl posterpath bild bildurl foto fotourl imagen imagenurl urlimagen afbeelding afbeeldingurl urlimage',
  url: 'url link itemurl productlink producturl pageurl page permalink website webpage href lien urlproduit enlace urlproducto seite produktlink produkturl',
  ownerId:
    'ownerid owner sellerid seller vendorid vendor merchantid merchant shopid shop storeid store supplierid supplier hostid host creatorid creator publisherid publisher uploaderid verkaufer verkauferid haendler anbieter vendeur vendeurid vendedor vendedorid verkoper verkoperid',
  createdAt:
    'createdat created createdon creationdate datecreated dateadded addedat added publishedat published publishdate publicationdate pubdate releasedate released releasedat datereleased listedat firstseen erstelltam erstellt erscheinungsdatum veroffentlicht datecreation creele datedepublication fechacreacion fechapublicacion creado aangemaakt aanmaakdatum publicatiedatum',
  hidden:
    'hidden ishidden deleted isdeleted archived isarchived discontinued isdiscontinued disabled isdisabled unlisted versteckt ausgeblendet geloscht masque cache supprime oculto eliminado verborgen verwijderd',
  type: 'type eventtype event eventname action actiontype activity activitytype interaction interactiontype behavior behaviour behaviortype verb aktion ereignis typ ereignistyp evenement accion evento tipo tipoevento actie gebeurtenis',
  value:
    'value rating ratings score stars star overall quantity qty count amount weight strength plays playcount listens playtime hours watchtime duration dwelltime units clicks views bewertung wertung sterne menge anzahl stuckzahl note evaluation quantite nombre cantidad puntuacion calificacion valoracion estrellas waarde beoordeling aantal hoeveelheid sterren waardering',
  timestamp:
    'timestamp time datetime date ts eventtime eventdate eventtimestamp unixreviewtime reviewtime reviewdate createdat created occurredat orderdate purchasedate invoicedate transactiondate saledate visitedat viewedat watchedat ratedat checkintime when day zeit zeitpunkt zeitstempel datum bestelldatum kaufdatum rechnungsdatum heure dateachat datecommande horodatage fecha fechahora fechacompra fechapedido hora tijd tijdstip tijdstempel besteldatum aankoopdatum factuurdatum',
  order:
    'invoiceno invoice invoiceid invoicenumber orderid order orderno ordernumber orderref transactionid transaction basketid basket cartid cart receiptid receipt purchaseid sessionid session requestid visitid lineid lineno reviewid ratingid interactionid bestellung bestellid auftragsnummer rechnungsnummer rechnungsnr commande commandeid numerocommande facture numerofacture pedido pedidoid idpedido factura numerofactura factuurnummer ordernummer bestelnummer',
  row: 'index idx row rowid rownumber rownum unnamed unnamed0 column1 zeile ligne fila rij',
};

const index = new Map<string, Set<string>>();
for (const [field, names] of Object.entries(fieldNames))
  for (const name of names.split(' ')) index.set(name, (index.get(name) ?? new Set()).add(field));

/** The fields that go by this name, joined words without accents. */
export const fieldsNamed = (name: string): ReadonlySet<string> => index.get(name) ?? new Set();
