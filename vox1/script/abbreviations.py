"""Abbreviations: words written with a full stop that need not end a sentence, by language.

The lists are of the kinds that style guides and dictionaries give: titles, months, measures, law, books.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A language's abbreviations, without their last full stop, each in one of four kinds.

    One written here with a capital is told apart from a word: "Gen." from "gen.". The others are
    looked up in small letters. Words of one letter and of letters with full stops between them
    ("z.B.", "U.S.") need not be here: they count as ``middle`` unless they are named otherwise.

    Attributes:
        leading: Never end a sentence: "Mr.", "e.g.".
        numbering: Do not end it before a number: "No. 5".
        middle: End it only before a word that begins sentences: "Inc. The".
        closing: End it before any capital, since they stand at the end of a list or of an hour: "etc.".
    """

    leading: frozenset[str] = frozenset()
    numbering: frozenset[str] = frozenset()
    middle: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()


# Titles that translated novels keep.
_TITLES = "mr mrs ms messrs mme mlle dr"


def _of(leading: str, numbering: str, middle: str, closing: str = "etc") -> Abbreviations:
    kinds = (f"{_TITLES} {leading}", numbering, middle, closing)
    return Abbreviations(*(frozenset(words.split()) for words in kinds))


_ENGLISH = _of(
    """mr mrs ms messrs mlle mme dr drs prof rev revd fr Hon Rep Reps Sen Sens Gov Pres Gen Lt Col Cpl Capt
    Cmdr Comdr Cdr Adm Maj Sgt Brig Pvt Pte Supt Insp Msgr Mgr Bro Amb Asst Assoc Atty Det Ald Dir Esqr
    e.g eg i.e ie viz vs cf approx ca ps p.s n.b nb esp""",
    """no nos p pp vol vols ch chap chaps fig figs sec secs art arts v vv ver ed eds eq eqs ex exx pl nr nn
    par para paras pt pts cl bk bks jan feb mar apr jun jul aug sep sept oct nov dec tel rm apt ste rte
    hwy ext app op max min al""",
    """st mt mts ft jr sr inc ltd co cos corp bros plc llc llp dept dist assn univ inst acad natl intl govt
    mfg tel ave blvd rd sq hwy pkwy ln ext avg misc oz lb lbs yd yds hr hrs mos yr yrs feb apr aug sept
    oct nov dec tues wed thurs Ala Ariz Calif Colo Conn Fla Kan Ky Mich Minn Mont Neb Nev Okla Ont Penn
    Tenn Tex Vt Wis Wyo ph.d m.sc b.sc esq trans transl illus abbr ibid op cit loc Exod Lev Deut Wm
    Chas Geo Jas Jos Thos Robt Edw Benj""",
    "etc a.m p.m b.c a.d b.c.e c.e",
)
_GERMAN = _of(
    """hr hrn ew se fa frl dr dres prof dipl ing Mag insp hl hll Lt Oblt Hptm Kpt Maj Feldw Uffz Frhr hzg z.b
    zb d.h dh m.a.w d.i bzw ca vgl cf bspw sog gest verh verw ehem insb insbes inkl incl exkl zzgl
    abzgl einschl ausschl evtl evt eventl ggf ggfs betr bzgl entspr mind durchschn dt engl frz franz
    griech österr amerik europ kath evang röm jüd christl staatl städt spez urspr hrsg übers bearb i.a
    i.v vs""",
    """nr nrn no bd bde kap abb abs art ziff rdnr rn tab taf s sp bl aufl jg jan jän feb febr mrz apr jun jul
    aug sep sept okt nov dez str fn anm tel lit anl max al""",
    """st mio mrd tsd std min sek str tel jh jhd jhdt n.chr v.chr u.a u.ä o.ä tägl jährl monatl zus kl gr qm
    co corp inc ltd jr sr geb gem wöchentl jan jän feb febr apr aug sept okt nov dez verl verf einl
    vorw gebr geschw bez kr krs med phil jur rer nat theol""",
    "etc usw usf ff u.s.w u.v.m u.a.m u.s.f uvm",
)
_FRENCH = _of(
    """m mm mr mrs dr drs pr mgr st ste sts stes capt cdt Col Gal Gén lt sgt adj brig cf env ca p.ex c.-à-d
    c.à.d c-à-d càd vs av apr""",
    """no nos nº num p pp pag vol vols t tom chap ch art arts fig figs al alin liv sect tab pl janv fév févr
    avr juil juill sept oct nov déc v f fol op éd tél""",
    """j.-c boul bd bld blvd tél hab ed éd édit trad coll inc ltée ltd co corp cie bros dépt dép arr min janv
    fév févr avr juil juill sept oct nov déc jr ex ibid cit suiv univ assoc suppl dir conf vve prof""",
)
_SPANISH = _of(
    """sr sra srta sres sras srs srtas dr dra dres dras d dña prof profa lic licda ing arq abg mons fr sto sta
    st hno hna rvdo rdo rvda excmo excma ilmo ilma gral gen cnel Col cap capt cdte cte tte sgto Alm
    alte pbro mtro mtra vs cf cfr p.ej ej ca aprox ntra ntro""",
    """no nº núm núms num n pág págs pag pags p pp vol vols cap caps art arts fig figs t lám inc v vv ed ap
    apdo ene feb mar abr may jun jul ago sep sept set oct nov dic tel tlf tfno av avda al""",
    """av avda avd pza plza ctra cía cia ltda inc corp co bros ee.uu jr hab km máx mín ud uds vd vds dpto
    depto prov admón univ inst ed trad coord a.c d.c ibíd ibid cit tel ene feb abr sept oct nov dic izq
    dcha EE UU FF AA RR HH SS MM CC OO""",
)
_ITALIAN = _of(
    """sig sig.ra sig.na sigg dott dott.ssa dr dr.ssa prof prof.ssa proff avv ing arch geom rag on mons sen
    cav comm gen Col ten magg serg amm brig isp rev ss st es ad.es cfr cf ca vs c.d n.d.r gent egr
    spett pres distr cap""",
    """n nn nr num p pp pag pagg vol voll cap capp art artt fig figg tav tavv par parr sez lett t v vv genn
    febbr apr giu lug ago sett ott nov dic tel f ff ed al max sec s""",
    """s.p.a spa s.r.l srl s.n.c s.a.s inc ltd corp co bros soc coop f.lli v.le p.za p.zza c.so a.c d.c tel ed
    edd trad cit ibid min genn febbr sett ott nov dic jr prov seg segg sgg""",
    "etc ecc",
)
_PORTUGUESE = _of(
    """sr sra srs sras srta srtas dr dra drs dras d prof profa profs eng enga arq adv exmo exma exmos ilmo
    ilma gen Gal cel cap maj ten sgt alm brig cmte pe fr mons rev revmo sto sta st dep gov pres vs cf
    cfr p.ex ca aprox""",
    """no nº núm num n nr pág págs pag pags p pp vol vols cap caps art arts inc fig figs séc sécs t tab ed v
    jan fev mar abr mai jun jul ago set out nov dez tel al""",
    """av pça pca trav rod km hab cia ltda ltd inc corp co bros lda jr ed eds org orgs trad coord ex exa v.exa
    s.exa máx mín tel a.c d.c cit ibid jan fev abr ago dez univ inst depto dpto e.u.a des""",
)
_DUTCH = _of(
    "dhr mevr mw mej dr drs prof ir ing mr ds st bijv bv d.w.z dwz ca vgl resp zgn",
    "nr nrs blz p pp hfdst fig art afb dl jan febr mrt apr jun jul aug sept okt nov dec tel",
    "max incl excl jl ltd co n.chr v.chr",
    "etc enz e.a e.d",
)
_NORDIC = _of(
    "hr fr frk dr prof f.eks feks dvs bl.a bl t.ex tex t.o.m ca jfr jf hhv resp st pga",
    "nr s sid kap fig bd art jan feb febr mar apr jun jul aug sep sept okt nov des dec dets tel kl",
    "mio mill mrd min max inkl ekskl exkl pct evt f.kr e.kr jr sr",
    "etc osv mm mv m.fl m.m m.v",
)
_POLISH = _of(
    "dr prof mgr inż ks św gen płk kpt mjr np tzw tj m.in ob ul bp abp red zob por",
    "nr s str t rozdz rys tab art ust pkt poz tel ok",
    "r w godz sek mln mld tys n.e p.n.e",
    "itd itp etc",
)
_CZECH = _of(
    "p pí sl dr mudr judr phdr ing mgr bc prof doc sv tzv např popř resp mj tj srov gen kpt plk",
    "č čís s str kap obr tab odst roč tel",
    "tis hod sek n.l př.n.l s.r.o a.s nám",
    "atd apod etc",
)
_RUSSIAN = _of(
    "г-н г-жа гг гр тов проф акад доц ул просп св т.е т.н т.к напр см ср д-р",
    "с стр гл рис табл ст п пп т тт № кн вып корп тел",
    "г в вв н.э руб коп млн млрд тыс мин сек км кг изд сост",
    "т.д т.п др пр",
)
_UKRAINIAN = _of(
    "м вул просп буд обл св проф акад доц ім тов напр див порівн т.зв пл бул",
    "с стор гл рис табл ст п пп т тт № кн вип корп тел",
    "р рр ст н.е грн коп млн млрд тис хв сек год км кг вид",
    "т.д т.п ін",
)
_GREEK = _of("κ κα δρ καθ π.χ δηλ βλ", "αρ σ σελ τ τομ κεφ εικ", "μ.χ π.μ μ.μ τηλ", "κ.λπ κλπ κ.ά κ.τ.λ κτλ")
_TURKISH = _of("dr prof doç yrd sn alb gen örn bkz hz Av", "no s cilt şek", "mah cad sok m.ö m.s", "vb vs vd")
_HUNGARIAN = _of("dr prof id ifj özv szt pl ún kb vö", "sz old köt fej", "i.e i.sz", "stb")
_ROMANIAN = _of(
    "dl dna d-na dr prof ing sf gen col cca", "nr p pag vol cap art fig", "î.hr d.hr str bd", "etc"
)
_CATALAN = _of(
    "sr sra srta dr dra prof mn st sta p.ex aprox", "núm pàg p vol cap art fig", "av a.c d.c", "etc"
)

ABBREVIATIONS = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "nl": _DUTCH,
    "sv": _NORDIC,
    "da": _NORDIC,
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "pl": _POLISH,
    "cs": _CZECH,
    "sk": _CZECH,
    "ru": _RUSSIAN,
    "uk": _UKRAINIAN,
    "el": _GREEK,
    "tr": _TURKISH,
    "hu": _HUNGARIAN,
    "ro": _ROMANIAN,
    "ca": _CATALAN,
}
