"""Tests of vox1.outputs.readalong.package and .raising."""

from __future__ import annotations

import pytest

from vox1.errors import InputError
from vox1.outputs.readalong.package import Package, address, package_name, plain_name
from vox1.outputs.readalong.raising import properties_of, raise_package

OEB = b"""<package version="1.0" unique-identifier="i" xmlns:opf="http://www.idpf.org/2007/opf"
 xmlns="http://www.idpf.org/2007/opf"><metadata><dc-metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:oebpackage="x"><!-- c --><dc:Title> A
 Title </dc:Title><dc:Identifier id="i" opf:scheme="x">abc</dc:Identifier><dc:Subject/>
<dc:Creator opf:role="aut" opf:file-as="">A</dc:Creator><dc:date opf:event="modification">2000</dc:date>
</dc-metadata><x-metadata><meta name="cover" content="c"/><meta name="x"/></x-metadata></metadata>
<manifest><item id="c" href="c.jpg" media-type="image/jpg"/>
<item id="a" href="A%20b.htm" media-type="text/x-oeb1-document" fallback-style="s"/></manifest>
<spine page-map="m"><itemref idref="a"/></spine><tours/></package>"""


def test_what_packages_of_old_nest_and_abbreviate_is_spelled_out() -> None:
    """Metadata from before EPUB 2 still comes in books that shops sell."""
    package = Package("p/content.opf", OEB)
    assert package.is_older

    raise_package(package, "Other", "")
    written = package.to_bytes().decode()

    assert package.root.get("version") == "3.0"
    for gone in (
        "metadata>\n<dc-",
        "x-metadata",
        "Subject",
        "<dc:date",
        "fallback-style",
        "page-map",
        "tours",
    ):
        assert gone not in written
    for there in (
        ">A Title</dc:title>",
        '<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">und</dc:language>',
        '<item id="c" href="c.jpg" media-type="image/jpeg" properties="cover-image"/>',
        'media-type="application/xhtml+xml"',
        '<meta property="identifier-type" refines="#i">x</meta>',
        '<meta property="role" refines="#vox1-creator" scheme="marc:relators">aut</meta>',
    ):
        assert there in written
    assert package.files().keys() == {"p/c.jpg", "p/A b.htm"}


@pytest.mark.parametrize("content", [b"", b"<package/>", b"<package><metadata/><manifest/></package>"])
def test_a_package_without_its_parts_is_an_error(content: bytes) -> None:
    """In the listener's words."""
    with pytest.raises(InputError, match="damaged"):
        Package("content.opf", content)


def test_the_last_of_several_packages_is_the_book() -> None:
    """As it is for the reader: sources name the files of that one."""
    listed = '<rootfile full-path="{}" media-type="{}"/>'
    oebps = "application/oebps-package+xml"
    names = [("a/x.opf", oebps), ("b\\y.opf", oebps), ("c.pdf", "application/pdf")]
    container = (
        f"<container><rootfiles>{''.join(listed.format(*name) for name in names)}</rootfiles></container>"
    )

    assert package_name(container.encode()) == "b/y.opf"
    assert package_name(b"<container/>") == package_name(b"") == ""


def test_addresses_are_relative_and_quoted() -> None:
    """They are no names of files."""
    assert address("EPUB/text/A é.xhtml", "EPUB/vox1/o.smil") == "../text/A%20%C3%A9.xhtml"
    assert address("a.xhtml", "content.opf") == "a.xhtml"
    assert plain_name("EPUB\\a\\..\\b.xhtml") == "EPUB/b.xhtml"


@pytest.mark.parametrize(
    ("markup", "properties"),
    [
        ("<p>svg math script</p>", []),
        ('<svg:svg width="1"/>', ["svg"]),
        ("<m:math>", ["mathml"]),
        ('<p onclick="x()">', ["scripted"]),
        ('<form action="#">', ["scripted"]),
        ('<img alt="" src="http://example.org/a.png"/>', ["remote-resources"]),
    ],
)
def test_what_the_manifest_must_say_of_a_document_is_found(markup: str, properties: list[str]) -> None:
    """Readers switch parts of themselves on by it."""
    assert properties_of(markup) == properties
