"""How a Word document looks: A4, one font, black, sizes that can be read on paper."""

from typing import Any

FONT = "Arial"
LANGUAGE = "en-GB"
WIDTH_CM = 17.0
_OF_WORD = {
    "Normal": 11.0,
    "Title": 22.0,
    "Heading 1": 22.0,
    "Heading 2": 15.0,
    "Heading 3": 12.0,
    "Heading 4": 11.0,
    "Caption": 11.0,
    "Header": 9.0,
    "Footer": 9.0,
}
_OURS = {"Lead": 13.0, "Note": 9.5, "After table": 4.0}
_STRONG = ("Heading", "Title", "Caption")


def set_page(section: Any, mark: str) -> None:
    """Set size and margins, a mark at the head of each page and its number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.header.paragraphs[0].text = mark
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run("Page ")
    _add_field(foot, "PAGE")


def _add_field(paragraph: Any, name: str) -> None:
    """Add what Word works out itself, such as a page's number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def set_styles(styles: Any) -> None:
    """Set every style in one plain look: one font, black, sizes that can be read on paper."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name, size in _OF_WORD.items():
        _set_font(styles[name], size, strong=name.startswith(_STRONG))
    for name, size in _OURS.items():
        _set_font(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size, strong=False)
        styles[name].base_style = styles["Normal"]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    [own] = styles.element.xpath("w:docDefaults//w:rPr")
    for old in own.findall(qn("w:lang")):
        own.remove(old)
    own.append(language)


def _set_font(style: Any, size: float, *, strong: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), strong
    style.font.italic, style.font.color.rgb = False, RGBColor(0x0B, 0x0C, 0x0C)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), FONT)
    fonts.set(qn("w:cs"), FONT)
