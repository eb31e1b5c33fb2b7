"""Italian words for what is written in signs: months, measures, currencies, abbreviations, rulers' names."""

from __future__ import annotations

from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import Currency, Gender, Noun, words

MONTHS = words(
    """
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""
)
SHORT_MONTHS = (
    r"genn?(?=\.)|febb?(?=\.)|mar(?=\.)|apr(?=\.)|magg?(?=\.)|giu(?=\.)|lug(?=\.)|ago(?=\.)|sett?(?=\.)"
    r"|ott(?=\.)|nov(?=\.)|dic(?=\.)"
)


def _metric(stem: str, kind: str = "") -> Noun:
    return Noun(f"{stem}o {kind}".strip(), f"{stem}i {kind and kind[:-1] + 'i'}".strip())


UNITS = {
    "%": Noun("per cento", "per cento", "n"),
    "‰": Noun("per mille", "per mille", "n"),
    "°C": Noun("grado Celsius", "gradi Celsius"),
    "° C": Noun("grado Celsius", "gradi Celsius"),
    "°F": Noun("grado Fahrenheit", "gradi Fahrenheit"),
    "° F": Noun("grado Fahrenheit", "gradi Fahrenheit"),
    "°": _metric("grad"),
    "mm": _metric("millimetr"),
    "cm": _metric("centimetr"),
    "dm": _metric("decimetr"),
    "m": _metric("metr"),
    "km": _metric("chilometr"),
    "km/h": Noun("chilometro orario", "chilometri orari"),
    "m/s": Noun("metro al secondo", "metri al secondo"),
    "mm²": _metric("millimetr", "quadrato"),
    "cm²": _metric("centimetr", "quadrato"),
    "m²": _metric("metr", "quadrato"),
    "m2": _metric("metr", "quadrato"),
    "mq": _metric("metr", "quadrato"),
    "km²": _metric("chilometr", "quadrato"),
    "km2": _metric("chilometr", "quadrato"),
    "cm³": _metric("centimetr", "cubo"),
    "m³": _metric("metr", "cubo"),
    "m3": _metric("metr", "cubo"),
    "mg": _metric("milligramm"),
    "g": _metric("gramm"),
    "hg": _metric("ett"),
    "kg": _metric("chil"),
    "q": Noun("quintale", "quintali"),
    "t": Noun("tonnellata", "tonnellate", "f"),
    "ml": _metric("millilitr"),
    "cl": _metric("centilitr"),
    "l": _metric("litr"),
    "hl": _metric("ettolitr"),
    "ms": _metric("millisecond"),
    "s": _metric("second"),
    "sec": _metric("second"),
    "sec.": _metric("second"),
    "min": _metric("minut"),
    "min.": _metric("minut"),
    "h": Noun("ora", "ore", "f"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("chilohertz", "chilohertz"),
    "MHz": Noun("megahertz", "megahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volt"),
    "W": Noun("watt", "watt"),
    "kW": Noun("chilowatt", "chilowatt"),
    "MW": Noun("megawatt", "megawatt"),
    "kWh": Noun("chilowattora", "chilowattora"),
    "CV": Noun("cavallo", "cavalli"),
    "kcal": Noun("chilocaloria", "chilocalorie", "f"),
    "dB": Noun("decibel", "decibel"),
    "kB": Noun("kilobyte", "kilobyte"),
    "MB": Noun("megabyte", "megabyte"),
    "GB": Noun("gigabyte", "gigabyte"),
}

_CENT, _CENTESIMO = Noun("centesimo", "centesimi"), Noun("centesimo", "centesimi")
_EURO = Currency(Noun("euro", "euro"), _CENT)
_DOLLAR = Currency(Noun("dollaro", "dollari"), _CENTESIMO)
_AMERICAN = Currency(Noun("dollaro americano", "dollari americani"), _CENTESIMO)
_POUND = Currency(Noun("sterlina", "sterline", "f"), Noun("penny", "penny"))
_LIRA = Currency(Noun("lira", "lire", "f"), _CENTESIMO)
_SWISS = Currency(Noun("franco svizzero", "franchi svizzeri"), _CENTESIMO)
CURRENCIES = {
    "€": _EURO,
    "EUR": _EURO,
    "euro": _EURO,
    "$": _DOLLAR,
    "dollari": _DOLLAR,
    "US$": _AMERICAN,
    "USD": _AMERICAN,
    "£": _POUND,
    "GBP": _POUND,
    "L.": _LIRA,
    "lire": _LIRA,
    "₤": _LIRA,
    "¥": Currency(Noun("yen", "yen"), Noun("sen", "sen")),
    "CHF": _SWISS,
    "fr.": Currency(Noun("franco", "franchi"), _CENTESIMO),
    "₽": Currency(Noun("rublo", "rubli"), Noun("copeca", "copeche", "f")),
    "₹": Currency(Noun("rupia", "rupie", "f"), Noun("paisa", "paise", "f")),
}

_MILLION, _MILLIARD = Noun("milione", "milioni"), Noun("miliardo", "miliardi")
SCALES = {
    "mila": Noun("mila", "mila"),
    "milione": _MILLION,
    "milioni": _MILLION,
    "mln": _MILLION,
    "miliardo": _MILLIARD,
    "miliardi": _MILLIARD,
    "mld": _MILLIARD,
    "bilioni": Noun("bilione", "bilioni"),
}

ABBREVIATIONS = Abbreviations(
    anywhere={
        "p. es.": "per esempio",
        "per es.": "per esempio",
        "ad es.": "ad esempio",
        "es.": "esempio",
        "cfr.": "confronta",
        "cf.": "confronta",
        "c. a.": "corrente anno",
        "ca.": "circa",
        "i. e.": "cioè",
        "S. M.": "Sua Maestà",
        "S. E.": "Sua Eccellenza",
        "S. A. R.": "Sua Altezza Reale",
        "V. E.": "Vostra Eccellenza",
        "N. B.": "nota bene",
        "Sig.": "signor",
        "Sig.ra": "signora",
        "Sigg.": "signori",
        "Sig.na": "signorina",
        "Sig.r": "signor",
        "Dott.": "dottor",
        "Dott.ssa": "dottoressa",
        "Dr.": "dottor",
        "Prof.": "professor",
        "Prof.ssa": "professoressa",
        "Avv.": "avvocato",
        "Ing.": "ingegner",
        "Arch.": "architetto",
        "Geom.": "geometra",
        "Rag.": "ragionier",
        "On.": "onorevole",
        "Sen.": "senatore",
        "Cav.": "cavalier",
        "Comm.": "commendator",
        "Mons.": "monsignor",
        "Gen.": "generale",
        "Col.": "colonnello",
        "Cap.": "capitano",
        "Ten.": "tenente",
        "Rev.": "reverendo",
        "Egr.": "egregio",
        "Gent.mo": "gentilissimo",
        "Gent.ma": "gentilissima",
        "Ill.mo": "illustrissimo",
        "Spett.": "spettabile",
        "F.lli": "fratelli",
        "tel.": "telefono",
        "trad.": "traduzione",
        "ed.": "edizione",
        "ecc.mo": "eccellentissimo",
        "c.so": "corso",
        "p.za": "piazza",
        "p.zza": "piazza",
        "v.le": "viale",
    },
    may_end={
        "ecc.": "eccetera",
        "etc.": "eccetera",
        "a. C.": "avanti Cristo",
        "d. C.": "dopo Cristo",
        "S. p. A.": "esse pi a",
        "S. r. l.": "esse erre elle",
        "s. r. l.": "esse erre elle",
        "s. p. a.": "esse pi a",
        "ibid.": "ibidem",
        "id.": "idem",
        "op. cit.": "opera citata",
        "cit.": "citato",
        "P. S.": "post scriptum",
        "c. m.": "corrente mese",
        "jr.": "junior",
        "sec.": "secolo",
        "secc.": "secoli",
    },
    before_name={
        "D.": "don",
        "Fra.": "fra",
        "SS.": "santi",
        "Mr.": "mister",
        "Mrs.": "missis",
        "P.zza": "piazza",
        "P.za": "piazza",
        "C.so": "corso",
        "V.le": "viale",
    },
    before_number={
        "genn.": "gennaio",
        "gen.": "gennaio",
        "febb.": "febbraio",
        "feb.": "febbraio",
        "apr.": "aprile",
        "magg.": "maggio",
        "giu.": "giugno",
        "lug.": "luglio",
        "ag.": "agosto",
        "sett.": "settembre",
        "ott.": "ottobre",
        "nov.": "novembre",
        "dic.": "dicembre",
        "n.": "numero",
        "n.°": "numero",
        "n.º": "numero",
        "n°": "numero",
        "nº": "numero",
        "nn.": "numeri",
        "num.": "numero",
        "pag.": "pagina",
        "pagg.": "pagine",
        "p.": "pagina",
        "pp.": "pagine",
        "cap.": "capitolo",
        "capp.": "capitoli",
        "vol.": "volume",
        "voll.": "volumi",
        "t.": "tomo",
        "art.": "articolo",
        "artt.": "articoli",
        "fig.": "figura",
        "figg.": "figure",
        "tav.": "tavola",
        "v.": "verso",
        "vv.": "versi",
        "sec.": "secolo",
        "secc.": "secoli",
        "fol.": "foglio",
    },
)

HEADS: dict[str, Gender] = {
    **dict.fromkeys(
        words("capitolo libro tomo atto volume canto quadro articolo salmo titolo paragrafo"), "m"
    ),
    **dict.fromkeys(words("parte scena sezione lezione lettera tavola figura appendice giornata"), "f"),
}
MANY_HEADS = words(
    """
capitoli libri tomi atti volumi canti quadri articoli salmi titoli paragrafi parti scene sezioni
lezioni lettere tavole figure appendici giornate
"""
)
LABELLED = frozenset(
    {*HEADS, *MANY_HEADS, *words("pagina pagine numero riga verso sala camera stanza livello giorno anno")}
)
"""Words after which a number is a label."""
KINGS = words(
    """
Luigi Carlo Enrico Filippo Vittorio Emanuele Umberto Amedeo Ferdinando Francesco Giovanni Paolo
Giovanni-Paolo Pio Leone Benedetto Clemente Gregorio Innocenzo Urbano Bonifacio Alessandro Nicola Niccolò
Napoleone Giuseppe Leopoldo Alberto Baldovino Edoardo Giorgio Riccardo Guglielmo Federico Massimiliano
Ottone Corrado Rodolfo Lotario Clodoveo Alfonso Pietro Gustavo Adolfo Haakon Olaf Magnus Ramses Tolomeo
Serse Dario Artaserse Antioco Mitridate Selim Mehmed Maometto Murad Sisto Giulio Adriano Callisto Eugenio
Celestino Silvestro Teodosio Giustiniano Costantino Basilio Michele Casimiro Sigismondo Stanislao Boris
Ivan Alessio Giacomo Cristiano Stefano Ladislao Ruggero Manfredi Ludovico Martino Onorio Marino Nicolò
Cosimo Lorenzo Ercole Azzo Galeazzo
"""
)
QUEENS = words(
    """
Elisabetta Caterina Maria Anna Cristina Margherita Giovanna Beatrice Giuliana Guglielmina Vittoria
Cleopatra Isabella Matilde Berenice
"""
)

FEMININE = frozenset(
    words(
        """
mano moglie notte parte classe gente torre madre croce pace legge luce voce fine arte nave neve carne
morte sorte serie specie immagine base fase frase crisi tesi dose moto foto auto radio chiave fonte
febbre pelle polvere rete siepe sete fame fede valle vite volpe tigre stazione regione
"""
    )
)
MASCULINE = frozenset(
    words(
        """
problema sistema clima poeta tema programma dramma poema telegramma chilogrammo pianeta pirata profeta
monarca patriarca collega atleta artista turista papa schema sintomo fantasma enigma diploma aroma cinema
duca
"""
    )
)
"""Masculine nouns that end as feminine ones do."""
FEMININE_ENDINGS = ("a", "zione", "sione", "gione", "tà", "tù", "trice", "udine", "aggine")
NOT_NOUNS = frozenset(
    words(
        """
di da in con su per tra fra e ed o a ad al alla allo ai agli alle del della dello dei degli delle dal
dalla nel nella sul sulla il lo la i gli le che non è era fu si se ma come anche più mi ti ci vi ha ogni
contro
"""
    )
)
"""Short words that may follow a number; none is what it counts."""
CENTURIES = {
    200: "Duecento",
    300: "Trecento",
    400: "Quattrocento",
    500: "Cinquecento",
    600: "Seicento",
    700: "Settecento",
    800: "Ottocento",
    900: "Novecento",
}
