"""First words: those that take a capital only because a sentence begins, by language.

They tell "in the U.S. He left" from "the U.S. Army". Articles, pronouns, prepositions, conjunctions and
adverbs; none that is often a name ("Will"). Those that begin names too ("La", "De") are in NAME_PARTS.
"""

from __future__ import annotations

_ENGLISH = """
the a an this that these those there here he she it i we you they his her its our your their my who what
when where why how which whose whom while if as at by for from in into of off on onto over under with
without within about after before during since until till then than though although because but and or nor
so yet not no yes all any both each every few many most much some several such one two three another other
do does did is are was were has have had can could would should might must shall let please is isn't wasn't
don't didn't doesn't he's she's it's i'm i'd i've i'll you're we're they're there's that's what's who's
let's now once just also even only still never always perhaps maybe meanwhile moreover however therefore
thus hence indeed instead later soon suddenly finally again first nobody nothing nevertheless despite
unlike according between among through upon once today yesterday tomorrow everyone everything someone
something anyone anything none whether whatever whenever wherever afterwards certainly surely hello oh ah
well like thank thanks see our have being
"""
_GERMAN = """
der die das den dem des ein eine einen einem einer eines kein keine keinen keiner er sie es ich wir ihr du
man sein seine seinen seinem seiner ihre ihren ihrem ihrer mein meine meinen unser unsere dieser diese
dieses diesen diesem jener jene jenes jeder jede jedes alle alles viele einige mehrere manche beide andere
in im an am auf aus bei beim bis durch für gegen mit nach neben ohne seit über um unter von vom vor während
wegen zu zum zur zwischen trotz hinter und oder aber denn doch sondern weil dass daß wenn als ob obwohl
damit da dann dort hier heute gestern morgen jetzt nun nur noch schon auch so sehr nicht nie niemand nichts
etwas wer was wo wie warum wann welche welcher welches wieso woher wohin dabei daher dafür dagegen danach
darauf darüber darum deshalb deswegen trotzdem außerdem allerdings jedoch dennoch zudem später schließlich
zunächst zuerst plötzlich vielleicht wahrscheinlich natürlich leider ja nein also immer wieder ist sind war
waren hat haben hatte hatten wird werden wurde wurden kann können konnte muss müssen soll sollte bitte
einmal insgesamt ebenso hierbei hierzu hat endlich bald inzwischen sogar manchmal oft seitdem bevor nachdem
sobald solange mehr weniger kaum fast ganz genau gerade eben erst bereits ebenfalls gleichzeitig jemand
einst niemals überall nirgends gibt geht kommt mir mich ihm ihn ihnen dich dir uns euch
"""
_FRENCH = """
le la les un une des du au aux ce cet cette ces cela ça c'est il elle on nous vous ils elles je j'ai tu son
sa ses leur leurs mon ma mes notre nos votre vos ton ta tes qui que quoi quand où comment pourquoi quel
quelle quels quelles dans en sur sous par pour avec sans chez entre vers depuis pendant avant après contre
malgré selon dès lors et ou mais donc or ni car si comme lorsque puisque quoique puis ensuite alors enfin
ainsi aussi cependant toutefois pourtant néanmoins ici là aujourd'hui hier demain maintenant jamais
toujours souvent parfois déjà encore bientôt soudain tout tous toute toutes plusieurs certains certaines
quelques chaque aucun aucune rien personne deux trois l'un l'une c'était n'est est-ce voici voilà oui non
ne pas plus peut-être seul seule celui celle ceux celles quant outre parmi grâce lui eux moi toi d'après l'
c' j' n' s' qu' lorsqu' puisqu' jusqu' tandis afin peu beaucoup trop très
"""
_SPANISH = """
el los las un una unos unas lo al del este esta estos estas ese esa esos esas esto eso aquel aquella
aquellos aquellas éste ésta éstos éstas ése ésa él ella ellos ellas yo tú usted ustedes nosotros su sus mi
mis tu tus nuestro nuestra nuestros nuestras se le les me te nos que qué quien quién quienes cual cuál
cuando cuándo donde dónde como cómo cuánto porque por para con sin sobre bajo entre hasta hacia desde
durante según tras ante contra en de a y e o u pero mas sino aunque si sí no ni ya también tampoco además
así entonces luego después antes ahora hoy ayer mañana aquí allí allá siempre nunca jamás nadie nada algo
alguien algún alguna algunos algunas ningún ninguna todo toda todos todas muchos muchas otro otra otros
otras cada dos tres varios varias mientras quizá quizás tal acaso es era fue son eran fueron ha había han
hay está están estaba estaban tiene tenía puede podía debe finalmente posteriormente actualmente asimismo
incluso pues solo sólo más menos muy tanto apenas dicho dicha cuyo cualquier primero
"""
_ITALIAN = """
il lo la le gli i un una uno l'uno questo questa questi queste quello quella quelli quelle quei quegli ciò
egli ella esso essa essi esse io tu lui lei noi voi loro mi ti si ci vi suo sua suoi sue mio mia miei mie
nostro nostra nostri nostre vostro vostra chi che cosa cos'è quale quali quando dove come perché perchè
quanto quanti in nel nella nello nei nelle negli con su sul sulla sui sulle per tra fra a al allo alla ai
agli alle da dal dalla dai dalle di del della dei delle degli dell'altro e ed o oppure ma però se anche
ancora già mai sempre poi dopo prima adesso ora oggi ieri domani qui qua lì là così quindi dunque allora
infatti inoltre invece tuttavia mentre poiché siccome benché sebbene senza secondo durante contro verso
presso entro oltre non no sì né tutto tutta tutti tutte molti molte alcuni alcune altri altre altro altra
ogni ognuno nessuno nessuna niente nulla qualcuno qualcosa due tre è era erano sono ha hanno aveva avevano
fu furono c'è c'era forse solo soltanto appena intanto finalmente infine insomma ecco eppure neppure
nemmeno certo l' un' c' all' dall' dell' nell' sull' quell' quest' dov' com' cos' anch' tutt'
"""
_PORTUGUESE = """
o a os as um uma uns umas este esta estes estas esse essa esses essas isto isso aquilo aquele aquela
aqueles aquelas ele ela eles elas eu tu você vocês nós se lhe lhes me te seu sua seus suas meu minha meus
minhas nosso nossa nossos nossas teu tua que quê quem qual quais quando onde como porque porquê por para
pelo pela pelos pelas com sem sobre sob entre até desde durante segundo após ante contra em no na nos nas
num numa de do da dos das ao à aos às e ou mas porém contudo todavia entretanto embora se sim não nem já
também além assim então logo depois antes agora hoje ontem amanhã aqui ali lá cá sempre nunca jamais
ninguém nada algo alguém algum alguma alguns algumas nenhum nenhuma todo toda todos todas muitos muitas
outro outra outros outras cada dois duas três vários várias enquanto talvez tal apenas só ainda é era foi
são eram foram há havia tem têm tinha tinham está estão estava estavam pode podem deve devem vai finalmente
aliás pois mesmo mais menos muito tanto quanto conforme caso primeiro
"""


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


FIRST_WORDS = {
    "en": _of(_ENGLISH),
    "de": _of(_GERMAN),
    "fr": _of(_FRENCH),
    "es": _of(_SPANISH),
    "it": _of(_ITALIAN),
    "pt": _of(_PORTUGUESE),
}
"""In small letters, with a straight apostrophe; one that ends in it stands before any word: "l'"."""

NAME_PARTS = _of("da de del della di do dos du la le")
"""First words of sentences and of names: "La Fontaine", "De Gaulle"."""
