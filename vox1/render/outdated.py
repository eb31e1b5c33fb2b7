"""Outdated outputs: what an earlier render made in formats that were not asked for this time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vox1.outputs.formats import FORMATS, READ_ALONG
from vox1.outputs.place import output_place
from vox1.render.edition import Edition
from vox1.render.products import Product, folder, whole
from vox1.render.receipt import read_receipt


def outdated(edition: Edition, products: Iterable[Product]) -> Iterator[str]:
    """Return the names of a book's outputs in other formats in which something else is heard.

    Args:
        edition: As it is now.
        products: What was asked for.
    """
    asked = {product.form for product in products}
    sound = edition.sound()
    for form in (*FORMATS.values(), READ_ALONG):
        for ending in (folder(form), whole(form)):
            place = output_place(
                edition.folders.output, edition.name, edition.project.id, ending, is_complete=True
            )
            written = read_receipt(place)
            if form not in asked and place.exists() and written.get("sound", sound) != sound:
                yield place.name
