"""German words for what is written in signs: months, measures, currencies, abbreviations, rulers' names."""

from __future__ import annotations

from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import Currency, Gender, Noun, words

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONTH_PATTERN = (
    r"Jan(?:uar|\.)|Jänner|Feb(?:ruar|r?\.)|März|Mär(?:z\.|\.)|Apr(?:il|\.)|Mai|Juni|Jun\.|Juli|Jul\."
    r"|Aug(?:ust|\.)|Sept?(?:ember|\.)|Okt(?:ober|\.)|Nov(?:ember|\.)|Dez(?:ember|\.)"
)

UNITS = {
    "%": Noun("Prozent", "Prozent"),
    "‰": Noun("Promille", "Promille"),
    "°C": Noun("Grad Celsius", "Grad Celsius"),
    "° C": Noun("Grad Celsius", "Grad Celsius"),
    "°F": Noun("Grad Fahrenheit", "Grad Fahrenheit"),
    "° F": Noun("Grad Fahrenheit", "Grad Fahrenheit"),
    "°": Noun("Grad", "Grad"),
    "mm": Noun("Millimeter", "Millimeter"),
    "cm": Noun("Zentimeter", "Zentimeter"),
    "dm": Noun("Dezimeter", "Dezimeter"),
    "m": Noun("Meter", "Meter"),
    "km": Noun("Kilometer", "Kilometer"),
    "km/h": Noun("Kilometer pro Stunde", "Kilometer pro Stunde"),
    "m/s": Noun("Meter pro Sekunde", "Meter pro Sekunde"),
    "mm²": Noun("Quadratmillimeter", "Quadratmillimeter"),
    "cm²": Noun("Quadratzentimeter", "Quadratzentimeter"),
    "m²": Noun("Quadratmeter", "Quadratmeter"),
    "m2": Noun("Quadratmeter", "Quadratmeter"),
    "qm": Noun("Quadratmeter", "Quadratmeter"),
    "km²": Noun("Quadratkilometer", "Quadratkilometer"),
    "km2": Noun("Quadratkilometer", "Quadratkilometer"),
    "cm³": Noun("Kubikzentimeter", "Kubikzentimeter"),
    "m³": Noun("Kubikmeter", "Kubikmeter"),
    "m3": Noun("Kubikmeter", "Kubikmeter"),
    "ha": Noun("Hektar", "Hektar"),
    "mg": Noun("Milligramm", "Milligramm"),
    "g": Noun("Gramm", "Gramm"),
    "kg": Noun("Kilogramm", "Kilogramm"),
    "t": Noun("Tonne", "Tonnen", "f"),
    "Ztr.": Noun("Zentner", "Zentner"),
    "Pfd.": Noun("Pfund", "Pfund"),
    "ml": Noun("Milliliter", "Milliliter"),
    "cl": Noun("Zentiliter", "Zentiliter"),
    "l": Noun("Liter", "Liter"),
    "hl": Noun("Hektoliter", "Hektoliter"),
    "ms": Noun("Millisekunde", "Millisekunden", "f"),
    "s": Noun("Sekunde", "Sekunden", "f"),
    "Sek.": Noun("Sekunde", "Sekunden", "f"),
    "min": Noun("Minute", "Minuten", "f"),
    "Min.": Noun("Minute", "Minuten", "f"),
    "h": Noun("Stunde", "Stunden", "f"),
    "Std.": Noun("Stunde", "Stunden", "f"),
    "Uhr": Noun("Uhr", "Uhr"),
    "Hz": Noun("Hertz", "Hertz"),
    "kHz": Noun("Kilohertz", "Kilohertz"),
    "MHz": Noun("Megahertz", "Megahertz"),
    "GHz": Noun("Gigahertz", "Gigahertz"),
    "V": Noun("Volt", "Volt"),
    "mV": Noun("Millivolt", "Millivolt"),
    "kV": Noun("Kilovolt", "Kilovolt"),
    "A": Noun("Ampere", "Ampere"),
    "W": Noun("Watt", "Watt"),
    "kW": Noun("Kilowatt", "Kilowatt"),
    "MW": Noun("Megawatt", "Megawatt"),
    "kWh": Noun("Kilowattstunde", "Kilowattstunden", "f"),
    "PS": Noun("P S", "P S"),
    "kcal": Noun("Kilokalorie", "Kilokalorien", "f"),
    "kJ": Noun("Kilojoule", "Kilojoule"),
    "dB": Noun("Dezibel", "Dezibel"),
    "kB": Noun("Kilobyte", "Kilobyte"),
    "MB": Noun("Megabyte", "Megabyte"),
    "GB": Noun("Gigabyte", "Gigabyte"),
    "TB": Noun("Terabyte", "Terabyte"),
    "ft": Noun("Fuß", "Fuß"),
}

_CENT, _PENNY, _PENCE = Noun("Cent", "Cent"), Noun("Pfennig", "Pfennig"), Noun("Penny", "Pence")
_MARK, _DOLLAR = Noun("Mark", "Mark", "f"), Noun("Dollar", "Dollar")
_RAPPEN = Noun("Rappen", "Rappen")
_EURO = Currency(Noun("Euro", "Euro"), _CENT)
_POUND = Currency(Noun("Pfund", "Pfund", "n"), _PENCE)
CURRENCIES = {
    "€": _EURO,
    "EUR": _EURO,
    "Euro": _EURO,
    "$": Currency(_DOLLAR, _CENT),
    "Dollar": Currency(_DOLLAR, _CENT),
    "US-$": Currency(Noun("US-Dollar", "US-Dollar"), _CENT),
    "US$": Currency(Noun("US-Dollar", "US-Dollar"), _CENT),
    "USD": Currency(Noun("US-Dollar", "US-Dollar"), _CENT),
    "£": _POUND,
    "GBP": _POUND,
    "¥": Currency(Noun("Yen", "Yen"), Noun("Sen", "Sen")),
    "DM": Currency(Noun("D-Mark", "D-Mark", "f"), _PENNY),
    "RM": Currency(Noun("Reichsmark", "Reichsmark", "f"), _PENNY),
    "Mark": Currency(_MARK, _PENNY),
    "Mk.": Currency(_MARK, _PENNY),
    "Pf.": Currency(_PENNY, _PENNY),
    "Pf": Currency(_PENNY, _PENNY),
    "ct": Currency(_CENT, _CENT),
    "CHF": Currency(Noun("Schweizer Franken", "Schweizer Franken"), _RAPPEN),
    "sFr.": Currency(Noun("Schweizer Franken", "Schweizer Franken"), _RAPPEN),
    "Fr.": Currency(Noun("Franken", "Franken"), _RAPPEN),
    "Franken": Currency(Noun("Franken", "Franken"), _RAPPEN),
    "ATS": Currency(Noun("Schilling", "Schilling"), Noun("Groschen", "Groschen")),
    "öS": Currency(Noun("Schilling", "Schilling"), Noun("Groschen", "Groschen")),
    "fl.": Currency(Noun("Gulden", "Gulden"), Noun("Kreuzer", "Kreuzer")),
    "Kr.": Currency(Noun("Krone", "Kronen", "f"), Noun("Heller", "Heller")),
    "₽": Currency(Noun("Rubel", "Rubel"), Noun("Kopeke", "Kopeken", "f")),
    "₹": Currency(Noun("Rupie", "Rupien", "f"), Noun("Paisa", "Paise")),
}

_MILLION, _BILLION = Noun("Million", "Millionen", "f"), Noun("Milliarde", "Milliarden", "f")
SCALES = {
    "Mio.": _MILLION,
    "Mio": _MILLION,
    "Mill.": _MILLION,
    "Million": _MILLION,
    "Millionen": _MILLION,
    "Mrd.": _BILLION,
    "Mrd": _BILLION,
    "Milliarde": _BILLION,
    "Milliarden": _BILLION,
    "Bill.": Noun("Billion", "Billionen", "f"),
    "Billionen": Noun("Billion", "Billionen", "f"),
    "Tsd.": Noun("tausend", "tausend"),
}

OPENERS = frozenset(
    words(
        """
Aber Alle Alles Als Also Am An Auch Auf Aus Bei Bis Da Dabei Dafür Damals Damit Danach Dann Daran Darauf
Darum Das Dazu Dem Den Denn Der Des Deshalb Dessen Die Dies Diese Dieser Dieses Doch Dort Du Durch Ein
Eine Einen Einer Einige Er Erst Es Etwa Euer Für Gegen Gut Hat Hatte Hier Hinter Ich Ihm Ihn Ihr Ihre Im
In Ist Ja Jede Jeder Jedes Jetzt Kein Keine Man Manche Mehr Mein Meine Mit Nach Nachdem Neben Nein Nicht
Nichts Noch Nun Nur Ob Obwohl Oder Ohne Plötzlich Schon Sein Seine Seit So Sobald Sondern Sonst Später
Sie Sind Trotzdem Über Um Und Unser Unter Viele Vielleicht Vom Von Vor War Warum Was Weil Welche Wenn Wer
Wie Wieder Wir Wo Während Zu Zum Zur Zuerst Zwei Zwischen
"""
    )
)
"""Words a sentence begins with, in capitals; any noun has a capital too."""

ABBREVIATIONS = Abbreviations(
    openers=OPENERS,
    anywhere={
        "z. B.": "zum Beispiel",
        "d. h.": "das heißt",
        "d. i.": "das ist",
        "i. e.": "das heißt",
        "z. T.": "zum Teil",
        "z. Zt.": "zur Zeit",
        "z. Z.": "zur Zeit",
        "i. d. R.": "in der Regel",
        "i. Allg.": "im Allgemeinen",
        "i. A.": "im Auftrag",
        "m. E.": "meines Erachtens",
        "o. g.": "oben genannte",
        "u. U.": "unter Umständen",
        "bzw.": "beziehungsweise",
        "resp.": "respektive",
        "ca.": "circa",
        "vgl.": "vergleiche",
        "evtl.": "eventuell",
        "ggf.": "gegebenenfalls",
        "inkl.": "inklusive",
        "exkl.": "exklusive",
        "sog.": "sogenannte",
        "gen.": "genannt",
        "geb.": "geboren",
        "gest.": "gestorben",
        "verh.": "verheiratet",
        "hrsg.": "herausgegeben",
        "Hrsg.": "Herausgeber",
        "Verf.": "Verfasser",
        "bes.": "besonders",
        "insb.": "insbesondere",
        "insbes.": "insbesondere",
        "allg.": "allgemein",
        "einschl.": "einschließlich",
        "zzgl.": "zuzüglich",
        "abzgl.": "abzüglich",
        "entspr.": "entsprechend",
        "urspr.": "ursprünglich",
        "ehem.": "ehemals",
        "eigtl.": "eigentlich",
        "lt.": "laut",
        "Tel.": "Telefon",
        "Str.": "Straße",
        "Anm.": "Anmerkung",
        "S. M.": "Seine Majestät",
        "I. M.": "Ihre Majestät",
        "Ew.": "Euer",
        "Gebr.": "Gebrüder",
    },
    may_end={
        "usw.": "und so weiter",
        "u. s. w.": "und so weiter",
        "usf.": "und so fort",
        "u. s. f.": "und so fort",
        "etc.": "et cetera",
        "u. a.": "unter anderem",
        "u. Ä.": "und Ähnliches",
        "u. ä.": "und ähnliches",
        "o. Ä.": "oder Ähnliches",
        "o. ä.": "oder ähnliches",
        "u. v. a.": "und viele andere",
        "u. v. m.": "und vieles mehr",
        "u. dgl.": "und dergleichen",
        "dgl.": "dergleichen",
        "s. o.": "siehe oben",
        "s. u.": "siehe unten",
        "v. Chr.": "vor Christus",
        "n. Chr.": "nach Christus",
        "v. u. Z.": "vor unserer Zeitrechnung",
        "n. u. Z.": "nach unserer Zeitrechnung",
        "u. Z.": "unserer Zeitrechnung",
        "Jh.": "Jahrhundert",
        "Jhd.": "Jahrhundert",
        "Jhs.": "Jahrhunderts",
        "Jhdt.": "Jahrhundert",
        "Jahrh.": "Jahrhundert",
        "a. D.": "außer Dienst",
        "i. R.": "im Ruhestand",
        "jr.": "junior",
        "jun.": "junior",
        "sen.": "senior",
        "d. Ä.": "der Ältere",
        "d. J.": "der Jüngere",
        "ebd.": "ebenda",
        "Co.": "Co",
        "z. D.": "zur Disposition",
    },
    before_name={
        "Mr": "Mister",
        "Mrs": "Missis",
        "Ms": "Miss",
        "Dr.": "Doktor",
        "Dr. med.": "Doktor med",
        "Dr. phil.": "Doktor phil",
        "Dr. jur.": "Doktor jur",
        "Dr. h. c.": "Doktor honoris causa",
        "Dres.": "Doktores",
        "Prof.": "Professor",
        "Hr.": "Herr",
        "Hrn.": "Herrn",
        "Fr.": "Frau",
        "Frl.": "Fräulein",
        "Frhr.": "Freiherr",
        "Gf.": "Graf",
        "St.": "Sankt",
        "Ing.": "Ingenieur",
        "Dipl.-Ing.": "Diplomingenieur",
        "Mag.": "Magister",
        "Lt.": "Leutnant",
        "Hptm.": "Hauptmann",
        "Maj.": "Major",
        "Exz.": "Exzellenz",
        "Fa.": "Firma",
        "v.": "von",
        "Mr.": "Mister",
        "Mrs.": "Missis",
        "Ms.": "Miss",
    },
    before_number={
        "S.": "Seite",
        "Nr.": "Nummer",
        "No.": "Nummer",
        "Nrn.": "Nummern",
        "Bd.": "Band",
        "Bde.": "Bände",
        "Kap.": "Kapitel",
        "Abb.": "Abbildung",
        "Abs.": "Absatz",
        "Anm.": "Anmerkung",
        "Art.": "Artikel",
        "Aufl.": "Auflage",
        "Fig.": "Figur",
        "Tab.": "Tabelle",
        "Taf.": "Tafel",
        "Z.": "Zeile",
        "V.": "Vers",
        "Sp.": "Spalte",
        "H.": "Heft",
        "Ziff.": "Ziffer",
    },
)

GENDERS: dict[str, Gender] = {
    **dict.fromkeys(
        words(
            """
Mark Woche Stunde Minute Sekunde Frau Dame Seite Person Meile Tonne Flasche Tasse Zeile Nacht Stadt
Auflage Klasse Szene Strophe Armee Lektion Etage Ausgabe Symphonie Sinfonie Reihe Stufe Gruppe Republik
Kompanie Liga Etappe Runde Phase Folge Tochter Ehe Frage Regel Krone Rate Hand Kraft Schwester Mutter
Tafel Kammer Partei Uhr Zahl Insel Maß Welt Woche Potenz
"""
        ),
        "f",
    ),
    **dict.fromkeys(
        words(
            """
Kapitel Kind Mal Jahr Jahrhundert Jahrtausend Buch Haus Stockwerk Regiment Bataillon Semester Bild
Viertel Drittel Gebot Geschoss Konzil Reich Quartal Schuljahr Lebensjahr Weib Mädchen Zimmer Treffen
Spiel Wort Lied Blatt Heft Korps Obergeschoss Untergeschoss Halbjahr Studienjahr Fenster Tor Glas
Kriegsjahr Beispiel Schiff Stück Werk Gesetz Gebiet Auge Pferd Ende Interesse Gebäude Gemälde Gebirge
Gemüse Gespräch Geschenk Gericht Gewehr Geheimnis Gesicht Dorf Ei Huhn Tier Brot Bett Messer Schwein
"""
        ),
        "n",
    ),
    **dict.fromkeys(
        words(
            """
Teil Akt Band Tag Brief Gesang Stock Bezirk Weltkrieg Abschnitt Aufzug Auftritt Platz Geburtstag Monat
Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag Advent Satz Versuch Mann Sohn Preis Grad Rang
Schritt Artikel Stern Punkt Kreuzzug Hochzeitstag Jahrestag Todestag Spieltag Herzog Graf Präsident
Bruder König Kaiser Durchgang Lauf FC SC SV TSV FSV VfB VfL
"""
        ),
        "m",
    ),
}
"""Genders of nouns that are numbered or counted in books; others are told by how they end."""

FEMININE_ENDINGS = ("ung", "heit", "keit", "schaft", "ion", "tät", "ei", "ik", "enz", "anz", "in", "e")
MASCULINE_IN_E = frozenset(
    words(
        """
Junge Löwe Hase Affe Bote Erbe Kollege Kunde Zeuge Neffe Riese Sklave Franzose Russe Türke Grieche Pole Däne
Schwede Ire Chinese Jude Name Buchstabe Gedanke Glaube Funke Friede Wille Same Käse Experte Matrose Laie Bube
Knabe Gatte Heide Geselle Gefährte Genosse Nachkomme Pate Rabe Drache Falke Ochse Bulle Schütze Beamte Haufe
Schotte Finne Brite Rumäne Kaffee Tee See Klee Schnee
"""
    )
)

HEADS = words(
    """
Kapitel Teil Band Buch Akt Szene Aufzug Auftritt Abschnitt Gesang Abteilung Tafel Artikel Heft Satz Anhang
Nummer Weltkrieg Lektion Brief Stück Bild
"""
)
"""What is numbered, before a Roman numeral."""
MANY_HEADS = words(
    """
Teile Bände Bücher Akte Szenen Aufzüge Auftritte Abschnitte Gesänge Abteilungen Tafeln Hefte Sätze Anhänge
Nummern Lektionen Briefe Stücke Bilder
"""
)
LABELLED = frozenset(
    word.lower()
    for word in (
        *HEADS,
        *MANY_HEADS,
        *words(
            """
Seite Zeile Vers Nr Gruppe Platz Klasse Stufe Tag Jahr Zimmer Raum Linie Tor Gleis Halle Haus Block Phase
Runde Spalte Paragraf Typ Zone Größe Ziffer Punkt Schritt
"""
        ),
    )
)
"""Words after which a number is a label, in small letters."""

KINGS = frozenset(
    words(
        """
Ludwig Friedrich Wilhelm Karl Carl Heinrich Otto Konrad Lothar Ferdinand Franz Joseph Josef Leopold
Rudolf Rudolph Maximilian Max Albrecht Albert Ernst August Georg Johann Johannes Paul Pius Leo Benedikt
Clemens Klemens Innozenz Gregor Urban Bonifaz Bonifatius Alexander Nikolaus Napoleon Philipp Peter Gustav
Adolf Christian Erich Erik Olaf Harald Jakob Eduard Richard Stephan Stefan Matthias Wenzel Ladislaus
Sigismund Kasimir Alfons Viktor Emanuel Umberto Ramses Ptolemaios Ptolemäus Xerxes Dareios Darius
Artaxerxes Antiochos Mithridates Selim Mehmed Murad Süleyman Silvester Hadrian Kalixt Eugen Sixtus Julius
Martin Theodor Justinian Konstantin Theoderich Chlodwig Pippin Louis Henri Charles James Edward Henry
George Iwan Boris Haakon Håkon Magnus Waldemar Knut Knud Cölestin Hieronymus Cosimo Lorenzo Thutmosis
Amenophis Seleukos Attalos Herodes Berthold Hermann Eberhard Ulrich Welf Bernhard Ottokar Bela Béla
Andreas Manuel Michael Alexios Basileios Leon Ruprecht Günther Karol Alfonso Felipe
"""
    )
)
QUEENS = frozenset(
    words(
        """
Elisabeth Elizabeth Katharina Maria Anna Christina Christine Margarete Margarethe Johanna Isabella
Beatrix Juliana Wilhelmina Victoria Viktoria Kleopatra Berenike Arsinoe Mathilde Blanka Eleonore
"""
    )
)
