"""Texts to hear a voice by: one for each language of the narrator, of 8 to 15 seconds.

Written for VOX-1 and given away (CC0 1.0). Each is plain narration, without names and numbers, and has
nearly all the sounds of its language, so that a clip of it tells what there is to tell of a voice.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "en": (
        "Early each morning the young judge walks to the harbour, buys a thin loaf and a pound of cherries,"
        " and watches the fishing boats sail out. The air there is usually clear and cool, with a good blue"
        " light and no noise at all."
    ),
    "zh": (
        "每天清晨，年轻的女老师走到港口，买一块热面包和一些樱桃，静静地看渔船出海。"
        "空气很凉爽，水面泛着淡蓝的光，四周几乎没有声音。"
    ),
    "ja": (
        "毎朝、若い先生は港まで歩いて行き、焼きたてのパンと果物を買って、"
        "船が出て行くのを静かに眺めます。空気はちょうど涼しく、"
        "水の上には青い光が広がり、何の音も聞こえません。"
    ),
    "ko": (
        "매일 아침 젊은 선생님은 항구까지 걸어가서 따뜻한 빵과 앵두를 조금 사고, 배들이 떠나는 모습을 조용히"
        " 바라봅니다. 공기는 서늘하고, 물 위에는 푸른빛이 감돌며, 소리는 들리지 않습니다."
    ),
    "de": (
        "Jeden Morgen geht der junge Lehrer früh zum Hafen, kauft Brot, zwei Äpfel und ein Stück Käse und"
        " schaut den Booten zu. Über dem Wasser liegt nur ein kühles, blaues Licht, und man hört noch kein"
        " Geräusch außer den Möwen."
    ),
    "fr": (
        "Chaque matin, le jeune juge descend vers le port, achète un pain bien chaud et une poignée de"
        " cerises, puis regarde partir les bateaux. L'air est frais, la lumière un peu bleue au fond, et"
        " seule l'eau fait un doux bruit."
    ),
    "ru": (
        "Каждое утро молодая учительница спускается к гавани, покупает свежий хлеб и горсть вишен и"
        " смотрит, как уходят цветные лодки. Воздух ещё прохладный, фонари погасли, над водой лежит"
        " бледный свет, и слышно только чаек."
    ),
    "pt": (
        "Todas as manhãs, a jovem professora desce devagar ao porto, compra pão quente e um punhado de"
        " cerejas, e olha para os barcos que saem. O ar é quase sempre fresco, com uma luz azul sobre a"
        " água, e não se ouve barulho."
    ),
    "es": (
        "Cada mañana, la joven maestra baja despacio hasta el puerto, compra un buen pan y unas cerezas, y"
        " mira los barcos cuando salen. El aire suele ser fresco, la luz es azul, y al otro lado de la calle"
        " un muchacho toca la guitarra."
    ),
    "it": (
        "Ogni mattina la giovane maestra scende piano con la figlia al porto, compra del pane caldo e un"
        " chilo di ciliegie, e guarda le barche che escono. L'aria è quasi sempre fresca, con una luce"
        " azzurra sull'acqua, e tutto tace."
    ),
}
"""By the first part of a BCP 47 tag. In Chinese, Japanese and Korean a character takes longer to say."""

_NUMBERS = " ".join(f"{number}," for number in range(1, 21)) + " 21."
"""Every language can count."""


def text_for(language: str) -> str:
    """Return what a voice says to be heard: the text of its language, else numbers.

    Args:
        language: A BCP 47 tag.
    """
    return TEXTS.get(language.split("-", maxsplit=1)[0].lower(), _NUMBERS)
