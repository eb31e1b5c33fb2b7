"""Verbs of speaking, in the languages that let them follow a name: “Stop!” Tom said."""

from __future__ import annotations

_ENGLISH = """
said says asked asks cried replied shouted answered exclaimed whispered murmured muttered called remarked
inquired enquired demanded added continued repeated observed interrupted gasped groaned growled yelled
screamed roared snapped sighed began thought wondered retorted responded queried protested insisted
suggested agreed explained declared announced hissed mumbled stammered pleaded begged wailed sobbed moaned
grunted drawled echoed persisted admitted joked barked bellowed breathed chimed croaked ejaculated faltered
grumbled howled implored objected panted pressed ventured whimpered urged
"""

VERBS_OF_SPEAKING = {"en": frozenset([*_ENGLISH.split(), "went on"])}
