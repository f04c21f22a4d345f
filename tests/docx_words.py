"""All the words of a Word document, with nothing of ours."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def docx_text(path: Path) -> str:
    """Return the texts of every part of the document, and what its pictures are said to show."""
    found = []
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if not name.endswith(".xml"):
                continue
            for tag in ElementTree.fromstring(parts.read(name)).iter():
                found += [tag.text or ""] if tag.tag == _TEXT else []
                found += [tag.get("descr", "")]
    return " ".join(filter(None, found))
