"""Portuguese words for what is written in signs: months, measures, currencies, abbreviations, rulers."""

from __future__ import annotations

from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import Currency, Gender, Noun, words

MONTHS = words(
    """
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
"""
)
SHORT_MONTHS = (
    r"jan(?=\.)|fev(?=\.)|mar(?=\.)|abr(?=\.)|jun(?=\.)|jul(?=\.)|ago(?=\.)|set(?=\.)|out(?=\.)|nov(?=\.)"
    r"|dez(?=\.)"
)


def _metric(stem: str, kind: str = "", gender: Gender = "m") -> Noun:
    return Noun(f"{stem} {kind}".strip(), f"{stem}s {kind and kind + 's'}".strip(), gender)


UNITS = {
    "%": Noun("por cento", "por cento", "n"),
    "‰": Noun("por mil", "por mil", "n"),
    "°C": Noun("grau Celsius", "graus Celsius"),
    "° C": Noun("grau Celsius", "graus Celsius"),
    "ºC": Noun("grau Celsius", "graus Celsius"),
    "º C": Noun("grau Celsius", "graus Celsius"),
    "°F": Noun("grau Fahrenheit", "graus Fahrenheit"),
    "° F": Noun("grau Fahrenheit", "graus Fahrenheit"),
    "°": Noun("grau", "graus"),
    "mm": _metric("milímetro"),
    "cm": _metric("centímetro"),
    "dm": _metric("decímetro"),
    "m": _metric("metro"),
    "km": _metric("quilômetro"),
    "km/h": Noun("quilômetro por hora", "quilômetros por hora"),
    "m/s": Noun("metro por segundo", "metros por segundo"),
    "mm²": _metric("milímetro", "quadrado"),
    "cm²": _metric("centímetro", "quadrado"),
    "m²": _metric("metro", "quadrado"),
    "m2": _metric("metro", "quadrado"),
    "km²": _metric("quilômetro", "quadrado"),
    "km2": _metric("quilômetro", "quadrado"),
    "cm³": _metric("centímetro", "cúbico"),
    "m³": _metric("metro", "cúbico"),
    "m3": _metric("metro", "cúbico"),
    "ha": _metric("hectare"),
    "mg": _metric("miligrama"),
    "g": _metric("grama"),
    "kg": _metric("quilo"),
    "t": _metric("tonelada", "", "f"),
    "ml": _metric("mililitro"),
    "cl": _metric("centilitro"),
    "l": _metric("litro"),
    "L": _metric("litro"),
    "ms": _metric("milissegundo"),
    "s": _metric("segundo"),
    "seg": _metric("segundo"),
    "min": _metric("minuto"),
    "min.": _metric("minuto"),
    "h": _metric("hora", "", "f"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("quilohertz", "quilohertz"),
    "MHz": Noun("megahertz", "megahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volts"),
    "W": Noun("watt", "watts"),
    "kW": Noun("quilowatt", "quilowatts"),
    "MW": Noun("megawatt", "megawatts"),
    "kWh": Noun("quilowatt-hora", "quilowatts-hora"),
    "CV": Noun("cavalo", "cavalos"),
    "cv": Noun("cavalo", "cavalos"),
    "kcal": _metric("quilocaloria", "", "f"),
    "dB": Noun("decibel", "decibéis"),
    "KB": Noun("quilobyte", "quilobytes"),
    "MB": Noun("megabyte", "megabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
}

_CENTAVO, _CENTIMO = _metric("centavo"), _metric("cêntimo")
_EURO = Currency(_metric("euro"), _metric("centavo"))
_DOLLAR = Currency(Noun("dólar", "dólares"), _CENTAVO)
_AMERICAN = Currency(Noun("dólar americano", "dólares americanos"), _CENTAVO)
_REAL = Currency(Noun("real", "reais"), _CENTAVO)
_POUND = Currency(_metric("libra", "", "f"), Noun("pêni", "pence"))
CURRENCIES = {
    "R$": _REAL,
    "BRL": _REAL,
    "reais": _REAL,
    "€": _EURO,
    "EUR": _EURO,
    "euro": _EURO,
    "euros": _EURO,
    "US$": _AMERICAN,
    "USD": _AMERICAN,
    "$": _DOLLAR,
    "dólares": _DOLLAR,
    "£": _POUND,
    "GBP": _POUND,
    "¥": Currency(Noun("iene", "ienes"), Noun("sen", "sen")),
    "Cr$": Currency(_metric("cruzeiro"), _CENTAVO),
    "CHF": Currency(_metric("franco", "suíço"), _CENTIMO),
    "fr.": Currency(_metric("franco"), _CENTIMO),
    "Rs": Currency(_metric("rupia", "", "f"), _metric("paisa", "", "f")),
    "₹": Currency(_metric("rupia", "", "f"), _metric("paisa", "", "f")),
    "₽": Currency(_metric("rublo"), Noun("copeque", "copeques")),
    "Kz": Currency(_metric("kwanza"), _CENTIMO),
    "MT": Currency(Noun("metical", "meticais"), _CENTAVO),
}

_MILLION, _BILLION = Noun("milhão", "milhões"), Noun("bilhão", "bilhões")
SCALES = {
    "milhão": _MILLION,
    "milhões": _MILLION,
    "mi": _MILLION,
    "bilhão": _BILLION,
    "bilhões": _BILLION,
    "bi": _BILLION,
    "mil": Noun("mil", "mil"),
    "mil milhões": Noun("mil milhões", "mil milhões"),
    "bilião": Noun("bilião", "biliões"),
    "biliões": Noun("bilião", "biliões"),
    "trilhão": Noun("trilhão", "trilhões"),
    "trilhões": Noun("trilhão", "trilhões"),
}

ABBREVIATIONS = Abbreviations(
    anywhere={
        "p. ex.": "por exemplo",
        "i. e.": "isto é",
        "V. Exa.": "Vossa Excelência",
        "V. Ex.ª": "Vossa Excelência",
        "V. Ex.a": "Vossa Excelência",
        "V. Exª": "Vossa Excelência",
        "S. Exa.": "Sua Excelência",
        "V. S.ª": "Vossa Senhoria",
        "V. Sa.": "Vossa Senhoria",
        "V. M.": "Vossa Majestade",
        "S. M.": "Sua Majestade",
        "S. A. R.": "Sua Alteza Real",
        "V. A.": "Vossa Alteza",
        "Exmo.": "excelentíssimo",
        "Exma.": "excelentíssima",
        "Ilmo.": "ilustríssimo",
        "Ilma.": "ilustríssima",
        "Sr.": "senhor",
        "Srs.": "senhores",
        "Sra.": "senhora",
        "Sr.ª": "senhora",
        "Srª": "senhora",
        "Sras.": "senhoras",
        "Srta.": "senhorita",
        "Dr.": "doutor",
        "Drs.": "doutores",
        "Dra.": "doutora",
        "Dr.ª": "doutora",
        "Prof.": "professor",
        "Profa.": "professora",
        "Prof.ª": "professora",
        "Eng.": "engenheiro",
        "Eng.º": "engenheiro",
        "Gen.": "general",
        "Cel.": "coronel",
        "Cap.": "capitão",
        "Ten.": "tenente",
        "Pe.": "padre",
        "P.e": "padre",
        "Rev.": "reverendo",
        "Mons.": "monsenhor",
        "Dna.": "dona",
        "Av.": "avenida",
        "Tel.": "telefone",
        "tel.": "telefone",
        "aprox.": "aproximadamente",
        "cf.": "confira",
        "ed.": "edição",
        "trad.": "tradução",
        "obs.": "observação",
        "N. S.": "Nosso Senhor",
        "N. Sra.": "Nossa Senhora",
        "Cia.": "companhia",
        "C.ia": "companhia",
        "Fl.": "folha",
    },
    may_end={
        "etc.": "etcétera",
        "a. C.": "antes de Cristo",
        "d. C.": "depois de Cristo",
        "a. e. c.": "antes da era comum",
        "e. c.": "era comum",
        "Ltda.": "limitada",
        "Lda.": "limitada",
        "S. A.": "S A",
        "S/A": "S A",
        "Cia.": "companhia",
        "Jr.": "júnior",
        "ibid.": "ibidem",
        "id.": "idem",
        "op. cit.": "opere citato",
        "P. S.": "post scriptum",
    },
    before_name={
        "Fr.": "frei",
        "Sto.": "santo",
        "Sta.": "santa",
        "Mr.": "míster",
        "Mrs.": "míssis",
        "Pr.": "pastor",
    },
    before_number={
        "jan.": "janeiro",
        "fev.": "fevereiro",
        "abr.": "abril",
        "jun.": "junho",
        "jul.": "julho",
        "ago.": "agosto",
        "out.": "outubro",
        "nov.": "novembro",
        "dez.": "dezembro",
        "n.º": "número",
        "n.°": "número",
        "nº": "número",
        "n°": "número",
        "n.os": "números",
        "núm.": "número",
        "pág.": "página",
        "págs.": "páginas",
        "p.": "página",
        "pp.": "páginas",
        "cap.": "capítulo",
        "caps.": "capítulos",
        "vol.": "volume",
        "vols.": "volumes",
        "t.": "tomo",
        "art.": "artigo",
        "arts.": "artigos",
        "fig.": "figura",
        "fl.": "folha",
        "fls.": "folhas",
        "v.": "verso",
        "séc.": "século",
        "sécs.": "séculos",
        "km.": "quilômetro",
    },
)

HEADS: dict[str, Gender] = {
    **dict.fromkeys(
        words(
            """
capítulo capitulo livro tomo ato acto volume canto quadro apêndice artigo salmo título
"""
        ),
        "m",
    ),
    **dict.fromkeys(words("parte cena secção seção lição carta figura jornada página"), "f"),
}
MANY_HEADS = words(
    """
capítulos capitulos livros tomos atos actos volumes cantos quadros apêndices artigos salmos títulos
partes cenas secções seções lições cartas figuras jornadas páginas séculos
"""
)
LABELLED = frozenset({*HEADS, *MANY_HEADS, *words("páginas número linha verso sala quarto nível dia ano")})
"""Words after which a number is a label."""
KINGS = words(
    """
João Pedro Afonso Manuel Sebastião Filipe Felipe Carlos Luís Luis Sancho Dinis Duarte Fernando José
Miguel Henrique Paulo Pio Leão Bento Clemente Gregório Inocêncio Urbano Bonifácio Alexandre Nicolau
Napoleão Francisco Leopoldo Alberto Eduardo Jorge Ricardo Guilherme Frederico Maximiliano Oto Conrado
Rodolfo Vítor Emanuel Humberto Gustavo Adolfo Haakon Olavo Magno Ramsés Ptolomeu Xerxes Dario Artaxerxes
Antíoco Mitrídates Selim Mehmed Murad Sisto Júlio Adriano Calisto Eugênio Eugénio Celestino Silvestre
Teodósio Justiniano Constantino Basílio Casimiro Segismundo Estanislau Boris Ivan Aleixo Jaime Cristiano
Érico Estêvão Ladislau Abderramão Ramiro Ordonho Garcia Martinho
"""
)
QUEENS = words(
    """
Maria Isabel Catarina Ana Cristina Margarida Joana Beatriz Juliana Guilhermina Vitória Cleópatra Urraca
Leonor Mafalda
"""
)

FEMININE = frozenset(
    words(
        """
mulher noite vez voz luz mão tarde parte classe gente torre mãe flor cruz lei fé rede nave carne morte
sorte série fonte chave paz ordem nuvem cor dor frente mente neve ponte sede pele árvore base fase frase
crise tese dose hipótese moto foto tribo raiz matriz perdiz maçã irmã manhã lã rã avó nau légua
"""
    )
)
MASCULINE = frozenset(
    words(
        """
mil dia mapa problema sistema clima poeta tema programa idioma planeta drama poema telegrama quilograma grama
cometa pirata profeta monarca patriarca colega atleta guia artista turista papa esquema sintoma fantasma
dilema enigma diploma aroma lema axioma
"""
    )
)
"""Masculine nouns that end as feminine ones do."""
FEMININE_ENDINGS = ("a", "ção", "são", "ssão", "gem", "dade", "tude", "ície", "ções", "sões", "gens")
NOT_NOUNS = frozenset(
    words(
        """
de do da dos das que em no na nos nas e o a os as ao à aos às por para com sem como se lhe não é foi era
há até ou mas um uma já lá ainda quando entre sobre sob desde contra
"""
    )
)
"""Short words that may follow a number; none is what it counts."""
