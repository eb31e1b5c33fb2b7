"""French words for what is written in signs: months, measures, currencies, abbreviations, rulers' names."""

from __future__ import annotations

from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import Currency, Gender, Noun, words

MONTHS = words(
    """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""
)
SHORT_MONTHS = (
    r"janv(?=\.)|févr?(?=\.)|avr(?=\.)|juil(?=\.)|sept(?=\.)|oct(?=\.)"
    r"|nov(?=\.)|déc(?=\.)|fevrier|aout|decembre"
)

_SQUARE, _CUBE = ("carré", "carrés"), ("cube", "cubes")


def _metric(stem: str, kind: tuple[str, str] = ("", "")) -> Noun:
    return Noun(f"{stem} {kind[0]}".strip(), f"{stem}s {kind[1]}".strip())


UNITS = {
    "%": Noun("pour cent", "pour cent"),
    "‰": Noun("pour mille", "pour mille"),
    "°C": Noun("degré Celsius", "degrés Celsius"),
    "° C": Noun("degré Celsius", "degrés Celsius"),
    "°F": Noun("degré Fahrenheit", "degrés Fahrenheit"),
    "° F": Noun("degré Fahrenheit", "degrés Fahrenheit"),
    "°": Noun("degré", "degrés"),
    "mm": _metric("millimètre"),
    "cm": _metric("centimètre"),
    "dm": _metric("décimètre"),
    "m": _metric("mètre"),
    "km": _metric("kilomètre"),
    "km/h": Noun("kilomètre à l’heure", "kilomètres à l’heure"),
    "m/s": Noun("mètre par seconde", "mètres par seconde"),
    "mm²": _metric("millimètre", _SQUARE),
    "cm²": _metric("centimètre", _SQUARE),
    "m²": _metric("mètre", _SQUARE),
    "m2": _metric("mètre", _SQUARE),
    "km²": _metric("kilomètre", _SQUARE),
    "km2": _metric("kilomètre", _SQUARE),
    "cm³": _metric("centimètre", _CUBE),
    "m³": _metric("mètre", _CUBE),
    "m3": _metric("mètre", _CUBE),
    "ha": _metric("hectare"),
    "mg": _metric("milligramme"),
    "g": _metric("gramme"),
    "kg": _metric("kilogramme"),
    "t": Noun("tonne", "tonnes", "f"),
    "q": Noun("quintal", "quintaux"),
    "ml": _metric("millilitre"),
    "cl": _metric("centilitre"),
    "l": _metric("litre"),
    "L": _metric("litre"),
    "hl": _metric("hectolitre"),
    "ms": Noun("milliseconde", "millisecondes", "f"),
    "s": Noun("seconde", "secondes", "f"),
    "min": Noun("minute", "minutes", "f"),
    "mn": Noun("minute", "minutes", "f"),
    "h": Noun("heure", "heures", "f"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("kilohertz", "kilohertz"),
    "MHz": Noun("mégahertz", "mégahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volts"),
    "kV": Noun("kilovolt", "kilovolts"),
    "W": Noun("watt", "watts"),
    "kW": Noun("kilowatt", "kilowatts"),
    "MW": Noun("mégawatt", "mégawatts"),
    "kWh": Noun("kilowattheure", "kilowattheures"),
    "ch": Noun("cheval", "chevaux"),
    "CV": Noun("cheval", "chevaux"),
    "kcal": Noun("kilocalorie", "kilocalories", "f"),
    "dB": Noun("décibel", "décibels"),
    "Ko": Noun("kilooctet", "kilooctets"),
    "Mo": Noun("mégaoctet", "mégaoctets"),
    "Go": Noun("gigaoctet", "gigaoctets"),
}

_CENTIME, _CENT = Noun("centime", "centimes"), Noun("cent", "cents")
_EURO = Currency(Noun("euro", "euros"), _CENTIME)
_DOLLAR = Currency(Noun("dollar", "dollars"), _CENT)
_FRANC = Currency(Noun("franc", "francs"), _CENTIME)
_POUND = Currency(Noun("livre", "livres", "f"), Noun("penny", "pence"))
_SWISS = Currency(Noun("franc suisse", "francs suisses"), _CENTIME)
_AMERICAN = Currency(Noun("dollar américain", "dollars américains"), _CENT)
CURRENCIES = {
    "€": _EURO,
    "EUR": _EURO,
    "euro": _EURO,
    "euros": _EURO,
    "$": _DOLLAR,
    "dollars": _DOLLAR,
    "US$": _AMERICAN,
    "$US": _AMERICAN,
    "USD": _AMERICAN,
    "£": _POUND,
    "GBP": _POUND,
    "¥": Currency(Noun("yen", "yens"), Noun("sen", "sens")),
    "F": _FRANC,
    "fr.": _FRANC,
    "frs": _FRANC,
    "franc": _FRANC,
    "francs": _FRANC,
    "CHF": _SWISS,
    "c.": Currency(_CENTIME, _CENTIME),
    "₽": Currency(Noun("rouble", "roubles"), Noun("kopeck", "kopecks")),
    "₹": Currency(Noun("roupie", "roupies", "f"), Noun("paisa", "paisas")),
}

_MILLION, _MILLIARD = Noun("million", "millions"), Noun("milliard", "milliards")
SCALES = {
    "million": _MILLION,
    "millions": _MILLION,
    "M": _MILLION,
    "milliard": _MILLIARD,
    "milliards": _MILLIARD,
    "Md": _MILLIARD,
    "Mds": _MILLIARD,
    "billions": Noun("billion", "billions"),
}

ABBREVIATIONS = Abbreviations(
    anywhere={
        "p. ex.": "par exemple",
        "c.-à-d.": "c’est-à-dire",
        "c.à.d.": "c’est-à-dire",
        "càd": "c’est-à-dire",
        "i. e.": "c’est-à-dire",
        "cf.": "confer",
        "env.": "environ",
        "Cie": "Compagnie",
        "S. M.": "Sa Majesté",
        "S. A. R.": "Son Altesse Royale",
        "S. Exc.": "Son Excellence",
        "N. B.": "nota bene",
        "N.-B.": "nota bene",
        "Mme": "Madame",
        "Mmes": "Mesdames",
        "Mlle": "Mademoiselle",
        "Mlles": "Mesdemoiselles",
        "MM.": "Messieurs",
        "Dr": "Docteur",
        "Drs": "Docteurs",
        "Pr": "Professeur",
        "Mgr": "Monseigneur",
        "Vve": "Veuve",
        "Ste": "Sainte",
        "St": "Saint",
        "Sts": "Saints",
        "bd": "boulevard",
        "tél.": "téléphone",
        "qqn": "quelqu’un",
        "qqch.": "quelque chose",
        "N.-D.": "Notre-Dame",
        "Bx": "Bienheureux",
    },
    may_end={
        "etc.": "et cetera",
        "av. J.-C.": "avant Jésus-Christ",
        "av. J. C.": "avant Jésus-Christ",
        "apr. J.-C.": "après Jésus-Christ",
        "ap. J.-C.": "après Jésus-Christ",
        "avant J.-C.": "avant Jésus-Christ",
        "après J.-C.": "après Jésus-Christ",
        "P.-S.": "post-scriptum",
        "ibid.": "ibidem",
        "id.": "idem",
        "op. cit.": "opere citato",
        "loc. cit.": "loco citato",
        "R. P.": "Révérend Père",
        "S. V. P.": "s’il vous plaît",
    },
    before_name={
        "M.": "Monsieur",
        "Me": "Maître",
        "Dr.": "Docteur",
        "Pr.": "Professeur",
        "Prof.": "Professeur",
        "Mr": "Monsieur",
        "Mr.": "Monsieur",
        "Mrs.": "Madame",
        "Mrs": "Madame",
        "St.": "Saint",
        "Ste.": "Sainte",
        "Mgr.": "Monseigneur",
        "Cdt": "Commandant",
        "Cne": "Capitaine",
        "Gal": "Général",
        "Lt": "Lieutenant",
        "Col.": "Colonel",
    },
    before_number={
        "janv.": "janvier",
        "févr.": "février",
        "avr.": "avril",
        "juil.": "juillet",
        "sept.": "septembre",
        "oct.": "octobre",
        "nov.": "novembre",
        "déc.": "décembre",
        "n°": "numéro",
        "nº": "numéro",
        "no": "numéro",
        "n°s": "numéros",
        "nos.": "numéros",
        "p.": "page",
        "pp.": "pages",
        "t.": "tome",
        "vol.": "volume",
        "chap.": "chapitre",
        "ch.": "chapitre",
        "art.": "article",
        "fig.": "figure",
        "liv.": "livre",
        "l.": "ligne",
        "v.": "vers",
        "sc.": "scène",
        "éd.": "édition",
        "fol.": "folio",
        "f°": "folio",
    },
)

HEADS: dict[str, Gender] = {
    **dict.fromkeys(words("chapitre livre tome acte volume chant tableau appendice article psaume"), "m"),
    **dict.fromkeys(words("partie scène section leçon lettre planche figure annexe"), "f"),
}
MANY_HEADS = words(
    """
chapitres livres tomes actes volumes chants tableaux appendices articles psaumes parties scènes
sections leçons lettres planches figures annexes
"""
)
LABELLED = frozenset(
    {
        *HEADS,
        *MANY_HEADS,
        *words("page pages numéro ligne lignes vers salle chambre étape niveau jour année an"),
    }
)
"""Words after which a number is a label."""
KINGS = words(
    """
Louis Henri Charles François Philippe Napoléon Jean Jean-Paul Paul Pie Léon Benoît Clément Grégoire
Innocent Urbain Boniface Alexandre Nicolas Pierre Frédéric Guillaume Frédéric-Guillaume Joseph Léopold
Albert Baudouin Édouard Edouard Jacques George Georges Richard Robert Hugues Raoul Lothaire Clovis
Childéric Dagobert Thierry Pépin Otton Conrad Rodolphe Maximilien Ferdinand Alphonse Victor-Emmanuel
Humbert Christian Gustave Oscar Haakon Olaf Magnus Ramsès Ptolémée Xerxès Darius Artaxerxès Antiochos
Mithridate Sélim Mehmed Mahomet Mourad Sixte Jules Adrien Callixte Eugène Martin Célestin Calixte
Sylvestre Théodose Justinien Constantin Basile Michel Manuel Casimir Sigismond Stanislas Boris Ivan
Siméon Malcolm David Alexis Charles-Quint Amédée Rainier Hassan Mohammed Sancho Ladislas Étienne Bela
Othon Foulques Bohémond Tancrède Raymond Gaston
"""
)
QUEENS = words(
    """
Élisabeth Elisabeth Catherine Marie Anne Isabelle Christine Marguerite Jeanne Béatrice Juliana Wilhelmine
Victoria Cléopâtre Bérénice Arsinoé Mathilde Blanche Éléonore
"""
)

FEMININE = frozenset(
    words(
        """
page heure minute seconde année semaine journée fois femme fille personne lieue ligne voix chose maison
carte pièce vache nuit main mère sœur voiture livre-sterling âme bouteille tasse lettre porte fenêtre
table chaise chambre rue ville île église école guinée tonne voile tête jambe dent bouche oreille bête
brebis poule jument toise aune pinte marche minutes balle bombe étoile flamme larme vague fleur rose
feuille branche pomme poire planche corde croix clef clé noix souris part fin mort forêt cour tour dame
demoiselle reine princesse note rame barque galère frégate arme lance épée flèche pierre rive rangée file
paire douzaine dizaine centaine scène strophe syllabe phrase page image photo victime recrue sentinelle
couronne piastre livre
"""
    )
)
"""Nouns counted in books whose gender their ending does not show."""
FEMININE_ENDINGS = (
    "tion",
    "sion",
    "aison",
    "ette",
    "elle",
    "esse",
    "ance",
    "ence",
    "ée",
    "ie",
    "té",
    "tié",
    "ture",
    "ude",
    "ille",
    "enne",
    "euse",
    "trice",
    "ine",
)
