/**
 * What the words of column names mean. In English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Czech,
 * Swedish, Turkish, Russian, Japanese, Chinese and Korean, without articles and prepositions.
 */
export const lexicon = {
  user: `cust custno anonymous rater benutzername gebruikersnaam 用户名 ユーザー名 username kayttaja asiakas felhasznalo vasarlo ugyfel user username users userid customer customers client clients buyer member visitor shopper person profile reviewer reader viewer
    listener subscriber student learner player household uid login recipient requester purchaser contact guest patient
    benutzer nutzer kunde kunden kaufer mitglied besucher leser teilnehmer utilisateur acheteur membre abonne lecteur visiteur usuario
    cliente comprador miembro lector utente acquirente membro lettore iscritto gebruiker klant koper lid lezer comprador usuario leitor
    uzytkownik uzytkownika klient klienta kupujacy kupujacego uzivatel uzivatele zakaznik zakaznika anvandare kund bruger kunde
    kullanici musteri uye alici пользователь пользователя клиент клиента покупатель покупателя посетитель посетителя читатель
    ユーザー ユーザ 会員 顧客 購入者 注文者 利用者 用户 会员 顾客 买家 客户 사용자 회원 고객 구매자 cookie wallet userpseudo pseudo visid mcvisid fullvisitor distinct`,
  account: `loyalty account konto compte cuenta conto rekening conta uczet hesap счет 口座 账户 账号 계정`,
  person: `firstname lastname surname forename fullname vorname nachname prenom apellido apellidos cognome voornaam achternaam sobrenome imie nazwisko
    jmeno prijmeni ad soyad имя фамилия отчество 姓名 氏名 salutation anrede geburtsdatum birthday birthdate dob billing familyname`,
  item: `pid iid varenummer vare tuote cikk termek номенклатура 货品 material offer wares proizvod предмет item items product products article artikel produkt produkte produit produits producto productos articulo prodotto prodotti articolo
    produto produtos artigo towar towaru produktu pozycja zbozi polozka polozky vara varan urun товар товара артикул 商品 製品 产品 商品 상품 제품
    prod goods good listing asset object publication publicacion oferta offer`,
  work: `doc document page entity target dish menu movie movies film films filme pelicula book books buch livre libro boek livro ksiazka ksiazki kniha kitap книга книги track song songs
 chanson cancion canzone utwor skladba sarki show series episode episodes anime manga game games spiel jeu juego gioco spel jogo gra
    video videos clip rezept recette receta ricetta recept receita przepis tarif рецепт course courses kurs cours curso corso cursus
    kurz ders курс job jobs stelle emploi empleo venue place poi hotel hotels restaurant restauracji business property apartment
    podcast app apps news story post artist artists beer wine song album article contenido contenu inhalt lesson quiz pin epingle
    映画 動画 本 曲 作品 記事 电影 视频 书籍 图书 文章 歌曲 영화 도서 영상 beerid titelnummer screen paper papers`,
  sku: `vendorcode cikkszam 品番 tuotekoodi varenr indeks pid prodcode sku skus asin isbn isbn13 isbn10 ean ean13 gtin upc barcode barkod stockcode stockid isrc partnumber mpn handle codebarre barras artnr artno
    artikelnr plu spu parentasin itemid productid movieid articleid артикул штрихкод jan 款号 货号`,
  id: `koodi szam id ids code codes key nr no number num nummer numero numer cislo kod kodu kode uuid guid identifier identifiant identificador identificativo
    identyfikator kennung ref reference referencia referenz riferimento referentie codigo codice uri номер код ид идентификатор numarasi
    № # n° nº 番号 编号 编码 번호 코드 아이디 コード 号 uid handle kimlik`,
  name: `ismi nimi nev adi 명 品目 denominazione name names title titles nom nome nombre naam namn navn nazwa nazev adi ad isim isim название наименование заголовок имя titel titre titulo
    titolo tytul titul label libelle intitule designation designacao bezeichnung headline uberschrift heading naslov 名称 名 标题 品名 タイトル 題名 이름 제목 baslik
    artikelbezeichnung bezeichnung`,
  email: `email mail emailadresse courriel correo eposta почта メール メールアドレス 邮箱 이메일 epost`,
  phone: `phone telephone tel mobile telefon telefono telefoon telefone telefonnummer teléfono cell handy fax телефон 電話 电话 手机 手机号 전화 gsm telephone portable`,
  zip: `zip zipcode postcode postal pocztowy kodpocztowy plz postnummer postnr cap cep psc postleitzahl индекс 郵便 邮编 pincode pin 우편번호`,
  place: `city country state region street address town ort land stadt strasse adresse ville pays rue ciudad pais calle direccion citta paese
    indirizzo stato stad straat adres cidade estado endereco miasto kraj ulica mesto zeme sehir ulke город страна адрес ship shipto geo ip
    住所 都道府県 国 地址 城市 国家 主소 ipaddress neighbourhood province`,
  order: `order orders invoice transaction basket cart receipt purchase checkout bestellung bestell bestel auftrag rechnung beleg commande facture panier achat
    pedido factura compra venta venda ordine fattura carrello acquisto fatura zamowienie zamowienia zakup zakupu faktura objednavka objednavky
    bestallning siparis заказ заказа покупки 注文 受注 订单 下单 购买 주문 sale sales aankoop verkauf kauf vente bestelling voucher txn payment charge
    opportunity impression request`,
  line: `line row index position positions zeile ligne fila rij rang sequence seq wiersz unnamed lfd offset insert`,
  session: `session sessions visit visits sitzung sesion seance sessie sessao sesja сессия 会话 セッション`,
  date: `tarihi datumu datuma paivamaara datumok idopont kelte date time datetime timestamp ts tstamp day dat datum zeit uhrzeit zeitpunkt zeitstempel heure horodatage jour fecha hora dia data ora orario tijd
    tijdstip horario czas kdy cas tarih zaman saat дата время 日時 日付 日期 时间 时间戳 날짜 시간 일시 when at on utc unix epoch dt datecode
    日 tidpunkt tid played viewed watched visited occurred rated`,
  created: `seen anlage anlagedatum erstellungs erstellung veroffentlichungs veroffentlichung skapad skapat 출시 出版 luotu letrehozva created create creation added add published publish publication publishing released release listed posted submitted entry open opened insert inserted erstellt
    angelegt veroffentlicht erscheinungsdatum aufgenommen hinzugefugt cree creee creation publie ajout ajoute parution creacion creado alta publicacion
    publicado inserimento creato pubblicazione aangemaakt gepubliceerd toegevoegd cadastro criacao dodania utworzenia publikacji pridano vytvoreno
    eklenme olusturma yayin создания создан добавления публикации 登録 登録日 作成 公開 创建 发布 上架 등록 생성 launch`,
  updated: `updated update modified modification last changed edited sync synced geandert aktualisiert modifie actualizado modificado aggiornato gewijzigd
    atualizado modyfikacji zmeneno guncelleme обновления изменения 更新 修改 수정 expires expiry ends end closed close shipped fulfilled delivered
    delivery received returned return devolucao limit due until starts`,
  event: `islem akcja akce signal engagement event events action actions activity interaction behavior behaviour verb activitytype eventname metric ereignis aktion aktivitat evenement evento azione accion acao
    gebeurtenis actie zdarzenie udalost handelse olay событие действие 行为 イベント 行動 事件 이벤트 행동 shelf`,
  type: `type types kind typ tipo tur rodzaj тип 类型 種類 種別 유형`,
  quantity: `quantity qty quantities pieces units unidades menge anzahl stuck stuckzahl quantite cantidad quantita aantal hoeveelheid quantidade ilosc mnozstvi antal adet miktar
    количество 数量 個数 件数 수량 кол шт`,
  price: `bruttopreis nettopreis vk uvp rrp pvp стоимость 定価 판매가 retailprice hinta ar fiyati cenabrutto price prices preis prix precio prezzo prijs preco cena pris fiyat fiyati цена цены 価格 単価 值 价格 售价 单价 가격 cost kosten msrp einzelpreis
    verkaufspreis stuckpreis stukprijs verkoopprijs`,
  amount: `tutari amount total sum gross net revenue subtotal turnover betrag summe gesamt umsatz montant somme importe monto ingresos valor importo totale bedrag totaal
    kwota suma castka celkem belopp tutar toplam сумма итого 金額 金额 合計 总额 금액 owed sold spent spend paid value values wert valeur valore waarde wartosc hodnota deger значение gesamtbetrag`,
  rating: `rate progress percent rating ratings score scores star stars overall grade vote votes note bewertung wertung sterne evaluation puntuacion calificacion valoracion estrellas voto
    valutazione punteggio stelle beoordeling sterren waardering avaliacao nota ocena hodnoceni betyg puan оценка рейтинг 評価 评分 评价 평점 별점 like likes`,
  average: `average avg mean median durchschnitt moyenne promedio media gemiddeld srednia prumer ortalama средний 平均 distribution`,
  count: `count counts cnt num n ratio subscribers followers members popularity reviews comments views visits owners votes downloads helpful helpfulness useful funny cool
    players ranking rank number_of points`,
  duration: `duration hours hrs minutes mins seconds secs msec ms plays playcount play listens listening watchtime dwelltime dwell spent played watch playtime dauer spielzeit duree
    duracion durata duur duracao czas_trwania delka sure длительность 視聴時間 再生時間 时长 weight strength watch_ratio active activetime engagement`,
  tax: `tax taxes vat taxable mwst mehrwertsteuer mehrwertsteuersatz steuer ust tva taxe iva impuesto impuestos imposta btw imposto podatek dph moms kdv ндс налог 税 消費税 税率 부가세`,
  shipping: `shipping freight postage handling versand versandkosten porto livraison port frais envio spedizione verzendkosten verzending frete dostawa dostawy wysylki
    doprava kargo доставка 送料 运费 배송 배송비 shipment carrier surcharge weight_kg`,
  discount: `discount discounts coupon promo promotion promotional rabatt gutschein remise reduction descuento sconto korting desconto rabat znizka sleva indirim скидка 割引 折扣 优惠 할인 disc markdown
    compare special pseudo solde remises promozione`,
  fee: `fee fees charge commission gebuhr frais cargo tarifa commissione komisja komise komisyon комиссия 手数料 佣金 수수료 risk tip`,
  refund: `refund refunded refunds return returns erstattung remboursement reembolso rimborso zwrot 返金 退款 환불`,
  stock: `stock inventory instock stocked bestand lager lagerbestand existencias giacenza disponibilidad availability available voorraad estoque magazynowy stan sklad
    lagersaldo остаток наличие 在庫 在庫数 库存 재고 warehouse stok`,
  currency: `currency wahrung devise moneda valuta moeda waluta mena para валюта 通貨 币种 통화`,
  url: `url urls uri link links href permalink website webpage homepage web lien enlace collegamento adres_www odkaz baglanti ссылка リンク 链接 링크 guid hyperlink`,
  image: `主图 kuva kep image images img picture pictures photo photos thumbnail thumb cover poster icon logo media bild bilder foto fotos imagen imagenes immagine immagini afbeelding
    afbeeldingen imagem zdjecie zdjecia obrazek obraz fotka resim gorsel фото изображение изображения картинка обложка 画像 图片 圖片 이미지 사진 caratula couverture
    copertina omslag capa okladka obalka kapak gallery header_image`,
  description: `aciklamasi kuvaus leiras description descriptions desc details detail summary overview plot synopsis abstract body content text about excerpt plaintext longdescription shortdescription
    beschreibung produktbeschreibung langtext kurztext vorspann inhalt zubereitung descriptif resume corps chapo descripcion sinopsis resumen descrizione
    riassunto trama contenuto omschrijving samenvatting beschrijving inhoud descricao sinopse opis streszczenie tresc popis obsah beskrivning aciklama ozet
    описание аннотация содержание текст 説明 説明文 あらすじ 概要 描述 简介 详情 설명 소개`,
  short: `short kurz brief court corto breve kort small mini excerpt vorspann chapo kratky kisa краткое seo meta`,
  category: `famille familia familias reparto kategorija группа 분류 breadcrumb breadcrumbs luokka category categories genre genres department section topic topics subject class collection collections subcategory industry aisle sector kategorie kategorien
    warengruppe produktgruppe gruppe rubrik sparte ressort rubrique rayon categorie categoria categorias generos genero seccion categorie genere
    categorieen rubriek kategoria dzial gatunek sekce zanr kategori tur категория раздел жанр рубрика カテゴリ カテゴリー ジャンル 分類 分类 类别 类目 类型名 카테고리 장르
    taxonomy productgroup group`,
  tag: `tag tags keyword keywords labels schlagwort schlagworte schlagworter stichwort stichworte mots cles motscles motcle mot cle etiquetas etiqueta palabras clave palabrasclave
    parole chiave etichette trefwoord trefwoorden palavras palavra chave slowa kluczowe stitky klicova nyckelord etiket etiketler теги тег ключевые キーワード タグ 标签 关键词 태그 키워드
    bookshelves shelves materials`,
  brand: `brand manufacturer marke hersteller marque fabricant marca fabricante produttore merk fabrikant producent vyrobce znacka tillverkare uretici производитель бренд メーカー ブランド 品牌 브랜드 제조사`,
  owner: `owner seller vendor merchant shop store supplier host creator publisher author authors uploader contributor company developers publishers employer
    verkaufer handler anbieter autor autorin verlag lieferant vendeur auteur editeur fournisseur vendedor autor editorial proveedor venditore autore fornitore verkoper auteur uitgever
    leverancier vendedor fornecedor sprzedawca autor wydawca dostawca prodejce dodavatel saljare forfattare satici yazar tedarikci продавец автор издатель магазин поставщик
    店舗 店铺 出品者 著者 作者 卖家 출판사 판매자 저자 director artists partner`,
  status: `status state stav stan durum статус 状态 ステータス 상태 zustand estado statut condition stato financial fulfillment eval split`,
  hidden: `hidden deleted archived discontinued disabled unlisted versteckt ausgeblendet geloscht masque cache supprime oculto eliminado nascosto verborgen verwijderd escondido
    ukryty usuniety skryty smazano dold gizli silindi скрыт удален 非表示 隐藏 已删除 숨김 삭제됨`,
  visible: `visible visibility active aktiv actif activo attivo actief ativo aktywny aktivni enabled published featured online sichtbar публиковать aktif explicit paid verified reviewed read`,
  calendar: `hour hours hr dow weekday month year week quarter stunde wochentag monat jahr annee mois mes ano anno jaar ano rok rok yil год 年 月 days since age birth timezone zone timezoneoffset minute`,
  attribute: `weight width height length size colour color farbe groesse grosse gewicht taille couleur poids talla peso option attribute variant variante variation model material season gender age
    language locale languages os browser device platform version lib ip useragent campaign source medium channel method mode occupation marketing grams kg minimum maximum level
    nutrition ingredients zutaten ingredientes steps nahrwerte cast actors runtime budget pages episodes lat lon latitude longitude lng reason flag mobile helpful app medium component entities points`,
  parent: `parent group main best pair related previous parentid`,
  review: `review reviews comment comments feedback kommentar commentaire comentario commento opmerking komentarz komentar yorum отзыв комментарий レビュー コメント 评论 리뷰`,
} as const;

export type Concept = keyof typeof lexicon;
