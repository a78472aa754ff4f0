"""How a report in Word looks: every look is a named style, so that people can change it in one place."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Length, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

TITLE, SUBTITLE, TEXT, FOOTER, LINK, STRONG = "Title", "Subtitle", "Normal", "Footer", "Hyperlink", "Strong"
ITEM, INNER_ITEM = "List Bullet", "List Bullet 2"
SMALL, LABEL, FACT, CELL = "Report Small", "Report Label", "Report Fact", "Report Cell"
QUOTE, BYLINE, TABLE = "Report Quote", "Report Byline", "Report Table"
HEADINGS = {1: "Heading 1", 2: "Heading 2", 3: "Heading 3"}

TEXT_WIDTH = Inches(6.5)
"""US Letter without its margins."""
_FONT = "Calibri"
# Each is at least 4.5 to 1 on white, the contrast that small text needs.  Source: WCAG 2.2, success criterion 1.4.3
_INK, _GREY, _BLUE = "1F2A37", "4B5563", "0563C1"
_HEADING_SIZES_PT = {1: 18, 2: 14, 3: 12}
_INDENT = Inches(0.25)
_TABLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE}"/>
  <w:basedOn w:val="TableNormal"/>
  <w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="4" w:space="0" w:color="9CA3AF"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="9CA3AF"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="D1D5DB"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E5EAF0"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
_QUOTE_BORDER_XML = f"""
<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="12" w:space="8" w:color="9CA3AF"/></w:pBdr>
"""


def prepare_styles(document: Document, language: str) -> None:
    """Give a new document the styles named above, and its language."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    _restyle(document)
    _add_paragraph_styles(document)
    _add_link_style(document)
    document.styles.element.append(parse_xml(_TABLE_XML))


def _restyle(document: Document) -> None:
    """The styles that are there already."""
    _dress(_paragraph(document, TEXT), 11, _INK)
    _space(_paragraph(document, TEXT), Pt(0), Pt(6))
    for level, size_pt in _HEADING_SIZES_PT.items():
        heading = _paragraph(document, HEADINGS[level])
        _dress(heading, size_pt, _INK)
        _space(heading, Pt(size_pt), Pt(4))
    _dress(_paragraph(document, TITLE), 26, _INK)
    subtitle = _paragraph(document, SUBTITLE)
    _dress(subtitle, 12, _GREY)
    subtitle.font.italic = False
    for numbering in subtitle.element.findall(f".//{qn('w:numPr')}"):
        numbering.getparent().remove(numbering)
    for name in (FOOTER, "Header"):
        _dress(_paragraph(document, name), 9, _GREY)
    _paragraph(document, FOOTER).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_paragraph_styles(document: Document) -> None:
    small = _new(document, SMALL)
    _dress(small, 9, _GREY)
    small.paragraph_format.keep_with_next = True
    label = _new(document, LABEL)
    label.font.bold = True
    label.paragraph_format.keep_with_next = True
    _space(label, Pt(8), Pt(2))
    _space(_new(document, FACT), Pt(0), Pt(2))
    cell = _new(document, CELL)
    _dress(cell, 10, _INK)
    _space(cell, Pt(0), Pt(0))
    quote, byline = _new(document, QUOTE), _new(document, BYLINE)
    quote.paragraph_format.keep_with_next = True
    _dress(byline, 9, _GREY)
    _space(quote, Pt(4), Pt(0))
    _space(byline, Pt(0), Pt(8))
    for each in (quote, byline):
        each.paragraph_format.left_indent = _INDENT
        # The schema wants the border before spacing and indent.
        each.element.get_or_add_pPr().insert(0, parse_xml(_QUOTE_BORDER_XML))


def _add_link_style(document: Document) -> None:
    style = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    assert isinstance(style, CharacterStyle)  # noqa: S101 -- what was asked for; narrows the type
    style.font.color.rgb = RGBColor.from_string(_BLUE)
    style.font.underline = True


def _paragraph(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    return style


def _new(document: Document, name: str) -> ParagraphStyle:
    document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[TEXT]
    return _paragraph(document, name)


def _dress(style: ParagraphStyle, size_pt: int, colour: str) -> None:
    style.font.size = Pt(size_pt)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.name = _FONT
    # Only `ascii` and `hAnsi` have been set, and fonts of the theme would win over them.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _space(style: ParagraphStyle, before: Length, after: Length) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = before, after
    style.paragraph_format.line_spacing = 1.1
