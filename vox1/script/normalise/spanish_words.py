"""Spanish words for what is written in signs: months, measures, currencies, abbreviations, rulers' names."""

from __future__ import annotations

from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import Currency, Gender, Noun, words

MONTHS = words(
    """
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""
)
SHORT_MONTHS = (
    r"setiembre|ene(?=\.)|feb(?=\.)|mar(?=\.)|abr(?=\.)|may(?=\.)|jun(?=\.)|jul(?=\.)|ago(?=\.)|sept?(?=\.)"
    r"|oct(?=\.)|nov(?=\.)|dic(?=\.)"
)


def _metric(stem: str, kind: str = "", gender: Gender = "m") -> Noun:
    return Noun(f"{stem} {kind}".strip(), f"{stem}s {kind and kind + 's'}".strip(), gender)


UNITS = {
    "%": Noun("por ciento", "por ciento", "n"),
    "‰": Noun("por mil", "por mil", "n"),
    "°C": Noun("grado Celsius", "grados Celsius"),
    "° C": Noun("grado Celsius", "grados Celsius"),
    "ºC": Noun("grado Celsius", "grados Celsius"),
    "º C": Noun("grado Celsius", "grados Celsius"),
    "°F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "° F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "°": _metric("grado"),
    "mm": _metric("milímetro"),
    "cm": _metric("centímetro"),
    "dm": _metric("decímetro"),
    "m": _metric("metro"),
    "km": _metric("kilómetro"),
    "km/h": Noun("kilómetro por hora", "kilómetros por hora"),
    "m/s": Noun("metro por segundo", "metros por segundo"),
    "mph": Noun("milla por hora", "millas por hora", "f"),
    "mm²": _metric("milímetro", "cuadrado"),
    "cm²": _metric("centímetro", "cuadrado"),
    "m²": _metric("metro", "cuadrado"),
    "m2": _metric("metro", "cuadrado"),
    "km²": _metric("kilómetro", "cuadrado"),
    "km2": _metric("kilómetro", "cuadrado"),
    "cm³": _metric("centímetro", "cúbico"),
    "m³": _metric("metro", "cúbico"),
    "m3": _metric("metro", "cúbico"),
    "mg": _metric("miligramo"),
    "g": _metric("gramo"),
    "gr": _metric("gramo"),
    "kg": _metric("kilogramo"),
    "Kg": _metric("kilogramo"),
    "t": _metric("tonelada", "", "f"),
    "ml": _metric("mililitro"),
    "cl": _metric("centilitro"),
    "l": _metric("litro"),
    "L": _metric("litro"),
    "ms": _metric("milisegundo"),
    "s": _metric("segundo"),
    "seg": _metric("segundo"),
    "seg.": _metric("segundo"),
    "min": _metric("minuto"),
    "min.": _metric("minuto"),
    "h": _metric("hora", "", "f"),
    "hs": _metric("hora", "", "f"),
    "Hz": Noun("hercio", "hercios"),
    "kHz": Noun("kilohercio", "kilohercios"),
    "MHz": Noun("megahercio", "megahercios"),
    "GHz": Noun("gigahercio", "gigahercios"),
    "V": _metric("voltio"),
    "W": _metric("vatio"),
    "kW": _metric("kilovatio"),
    "MW": _metric("megavatio"),
    "kWh": Noun("kilovatio hora", "kilovatios hora"),
    "CV": Noun("caballo", "caballos"),
    "kcal": _metric("kilocaloría", "", "f"),
    "dB": Noun("decibelio", "decibelios"),
    "kB": Noun("kilobyte", "kilobytes"),
    "MB": Noun("megabyte", "megabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
    "psi": Noun("p s i", "p s i", "f"),
}

_CENTAVO, _CENTIMO = _metric("centavo"), _metric("céntimo")


def _dollar(of: str = "") -> Currency:
    return Currency(Noun(f"dólar{of}", f"dólares{of}"), _CENTAVO)


def _peso(kind: str = "") -> Currency:
    return Currency(_metric("peso", kind), _CENTAVO)


_POUND = Currency(_metric("libra", "", "f"), _metric("penique"))
_EURO = Currency(_metric("euro"), _CENTIMO)
_AMERICAN = Currency(Noun("dólar estadounidense", "dólares estadounidenses"), _CENTAVO)
_YEN = Currency(Noun("yen", "yenes"), _CENTAVO)
_RUPEE = Currency(_metric("rupia", "", "f"), _metric("paisa", "", "f"))
CURRENCIES = {
    "€": _EURO,
    "EUR": _EURO,
    "euro": _EURO,
    "euros": _EURO,
    "$": _dollar(),
    "dólares": _dollar(),
    "US$": _AMERICAN,
    "USD": _AMERICAN,
    "£": _POUND,
    "GBP": _POUND,
    "¥": _YEN,
    "JPY": _YEN,
    "₧": Currency(_metric("peseta", "", "f"), _CENTIMO),
    "ptas.": Currency(_metric("peseta", "", "f"), _CENTIMO),
    "Ptas.": Currency(_metric("peseta", "", "f"), _CENTIMO),
    "pts.": Currency(_metric("peseta", "", "f"), _CENTIMO),
    "CHF": Currency(_metric("franco", "suizo"), _CENTIMO),
    "fr": Currency(_metric("franco"), _CENTIMO),
    "fr.": Currency(_metric("franco"), _CENTIMO),
    "kr": Currency(_metric("corona", "", "f"), Noun("öre", "öre")),
    "Rs": _RUPEE,
    "INR": _RUPEE,
    "₹": _RUPEE,
    "₽": Currency(_metric("rublo"), Noun("kópek", "kópeks")),
    "HKD": _dollar(" de Hong Kong"),
    "CAD": Currency(Noun("dólar canadiense", "dólares canadienses"), _CENTAVO),
    "MXN": _peso("mexicano"),
    "ARS": _peso("argentino"),
    "CLP": _peso("chileno"),
    "COP": _peso("colombiano"),
    "BOB": _peso("boliviano"),
    "UYU": _peso("uruguayo"),
    "PEN": Currency(Noun("sol", "soles"), _CENTIMO),
    "S/": Currency(Noun("sol", "soles"), _CENTIMO),
    "CRC": Currency(Noun("colón costarricense", "colones costarricenses"), _CENTIMO),
    "₡": Currency(Noun("colón", "colones"), _CENTIMO),
    "NIO": Currency(_metric("córdoba"), _CENTAVO),
    "PAB": Currency(_metric("balboa"), Noun("centésimo", "centésimos")),
    "GTQ": Currency(Noun("quetzal", "quetzales"), _CENTAVO),
    "Q": Currency(Noun("quetzal", "quetzales"), _CENTAVO),
    "PYG": Currency(Noun("guaraní", "guaraníes"), _CENTIMO),
    "₲": Currency(Noun("guaraní", "guaraníes"), _CENTIMO),
    "VES": Currency(Noun("bolívar", "bolívares"), _CENTIMO),
    "Bs": Currency(Noun("bolívar", "bolívares"), _CENTIMO),
    "R$": Currency(Noun("real", "reales"), _CENTAVO),
    "BRL": Currency(Noun("real brasileño", "reales brasileños"), _CENTAVO),
}

_MILLION = Noun("millón", "millones")
SCALES = {
    "millón": _MILLION,
    "millones": _MILLION,
    "mill.": _MILLION,
    "M": _MILLION,
    "mil": Noun("mil", "mil"),
    "mil millones": Noun("mil millones", "mil millones"),
    "billón": Noun("billón", "billones"),
    "billones": Noun("billón", "billones"),
}

ABBREVIATIONS = Abbreviations(
    anywhere={
        "p. ej.": "por ejemplo",
        "v. gr.": "verbigracia",
        "i. e.": "esto es",
        "Uds.": "ustedes",
        "Vds.": "ustedes",
        "V. M.": "Vuestra Majestad",
        "S. M.": "Su Majestad",
        "SS. MM.": "Sus Majestades",
        "S. A. R.": "Su Alteza Real",
        "S. E.": "Su Excelencia",
        "V. E.": "Vuestra Excelencia",
        "S. S.": "Su Santidad",
        "Excmo.": "excelentísimo",
        "Excma.": "excelentísima",
        "Ilmo.": "ilustrísimo",
        "Ilma.": "ilustrísima",
        "Sr.": "señor",
        "Sres.": "señores",
        "Sra.": "señora",
        "Sras.": "señoras",
        "Srta.": "señorita",
        "Srtas.": "señoritas",
        "Dr.": "doctor",
        "Dra.": "doctora",
        "Dres.": "doctores",
        "Prof.": "profesor",
        "Profa.": "profesora",
        "Gral.": "general",
        "Cnel.": "coronel",
        "Cap.": "capitán",
        "Tte.": "teniente",
        "Lic.": "licenciado",
        "Ing.": "ingeniero",
        "Arq.": "arquitecto",
        "Mons.": "monseñor",
        "Rvdo.": "reverendo",
        "Avda.": "avenida",
        "Av.": "avenida",
        "Pza.": "plaza",
        "C/": "calle ",
        "c/": "calle ",
        "tel.": "teléfono",
        "teléf.": "teléfono",
        "aprox.": "aproximadamente",
        "cf.": "confróntese",
        "cfr.": "confróntese",
        "ed.": "edición",
        "trad.": "traducción",
        "vid.": "véase",
        "Ntra. Sra.": "Nuestra Señora",
        "Hnos.": "hermanos",
        "Hno.": "hermano",
        "Hna.": "hermana",
        "dcha.": "derecha",
        "izda.": "izquierda",
        "depto.": "departamento",
    },
    may_end={
        "etc.": "etcétera",
        "Ud.": "usted",
        "Vd.": "usted",
        "Vds.": "ustedes",
        "Uds.": "ustedes",
        "EE. UU.": "Estados Unidos",
        "EE.UU.": "Estados Unidos",
        "EEUU": "Estados Unidos",
        "JJ. OO.": "Juegos Olímpicos",
        "FF. AA.": "Fuerzas Armadas",
        "RR. HH.": "recursos humanos",
        "CC. OO.": "Comisiones Obreras",
        "a. C.": "antes de Cristo",
        "a. de C.": "antes de Cristo",
        "d. C.": "después de Cristo",
        "d. de C.": "después de Cristo",
        "a. e. c.": "antes de la era común",
        "e. c.": "era común",
        "S. A.": "S A",
        "S. L.": "S L",
        "Cía.": "compañía",
        "ibíd.": "ibídem",
        "íd.": "ídem",
        "op. cit.": "opere citato",
        "P. D.": "posdata",
        "q. e. p. d.": "que en paz descanse",
        "c. c.": "centímetros cúbicos",
    },
    before_name={
        "D.": "don",
        "D.ª": "doña",
        "Dª": "doña",
        "D.a": "doña",
        "Dña.": "doña",
        "Fr.": "fray",
        "Sto.": "santo",
        "Sta.": "santa",
        "Ma.": "María",
        "Mª": "María",
        "M.ª": "María",
        "Mr.": "míster",
        "Mrs.": "missis",
        "St.": "san",
    },
    before_number={
        "ene.": "enero",
        "feb.": "febrero",
        "abr.": "abril",
        "jun.": "junio",
        "jul.": "julio",
        "ago.": "agosto",
        "sept.": "septiembre",
        "sep.": "septiembre",
        "oct.": "octubre",
        "nov.": "noviembre",
        "dic.": "diciembre",
        "n.º": "número",
        "n.°": "número",
        "nº": "número",
        "n°": "número",
        "núm.": "número",
        "núms.": "números",
        "pág.": "página",
        "págs.": "páginas",
        "p.": "página",
        "pp.": "páginas",
        "cap.": "capítulo",
        "caps.": "capítulos",
        "vol.": "volumen",
        "t.": "tomo",
        "art.": "artículo",
        "fig.": "figura",
        "lám.": "lámina",
        "fol.": "folio",
        "v.": "verso",
        "vv.": "versos",
        "s.": "siglo",
        "ss.": "siglos",
        "km.": "kilómetro",
        "esc.": "escena",
    },
)

HEADS: dict[str, Gender] = {
    **dict.fromkeys(
        words(
            """
capítulo capitulo libro tomo acto volumen canto cuadro apéndice artículo salmo título
"""
        ),
        "m",
    ),
    **dict.fromkeys(words("parte escena sección lección carta lámina figura jornada página"), "f"),
}
MANY_HEADS = words(
    """
capítulos capitulos libros tomos actos volúmenes cantos cuadros apéndices artículos salmos títulos
partes escenas secciones lecciones cartas láminas figuras jornadas páginas siglos
"""
)
LABELLED = frozenset(
    {*HEADS, *MANY_HEADS, *words("páginas número línea verso sala habitación nivel día año")}
)
"""Words after which a number is a label."""
KINGS = words(
    """
Felipe Carlos Alfonso Fernando Luis Juan Pedro Sancho Enrique Ramiro Ordoño García Bermudo Jaime Martín
Amadeo Pablo Pío León Benedicto Clemente Gregorio Inocencio Urbano Bonifacio Alejandro Nicolás Napoleón
Francisco José Leopoldo Alberto Balduino Eduardo Jorge Ricardo Guillermo Federico Maximiliano Otón
Conrado Rodolfo Víctor Manuel Humberto Gustavo Adolfo Haakon Olaf Magnus Ramsés Ptolomeo Jerjes Darío
Artajerjes Antíoco Mitrídates Selim Mehmed Murad Sixto Julio Adriano Calixto Eugenio Celestino Silvestre
Teodosio Justiniano Constantino Basilio Miguel Casimiro Segismundo Estanislao Boris Iván Alejo Jacobo
Cristián Erico Esteban Ladislao Abderramán Ramón Berenguer Teobaldo Vespasiano Tutmosis Amenofis Mohamed
Hasán Hugo Roberto Lotario Clodoveo Childerico
"""
)
QUEENS = words(
    """
Isabel Catalina María Ana Cristina Margarita Juana Beatriz Juliana Guillermina Victoria Cleopatra Urraca
Berenguela Leonor
"""
)

FEMININE = frozenset(
    words(
        """
mujer noche vez voz luz mano calle tarde nave parte clase gente torre madre mujeres noches veces voces
luces ley flor cruz paz fe sal piel red sangre nube fuente llave carne nieve leche muerte suerte frente
serie especie imagen orden virgen sien crin col miel hiel cárcel sed pared vocal señal catedral raíz
nariz codorniz perdiz legua base fase frase crisis tesis dosis hipótesis moto foto radio razón nación
lección corriente creyente
"""
    )
)
MASCULINE = frozenset(
    words(
        """
mil día mapa problema sistema clima poeta tema programa idioma planeta drama poema telegrama kilograma cura
guardia policía artista turista soldado jinete cometa pirata profeta monarca patriarca colega atleta guía
centinela recluta espía papa esquema síntoma fantasma dilema enigma diploma aroma lema axioma tranvía
"""
    )
)
"""Masculine nouns that end as feminine ones do."""
FEMININE_ENDINGS = ("a", "ión", "dad", "tad", "tud", "umbre")
