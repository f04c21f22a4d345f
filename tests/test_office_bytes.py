"""Office files: the same bytes for the same contents."""

import io
import zipfile

from qaanalysis.office_bytes import stable

CORE = "<c><dcterms:modified xsi:type='t'>{day}</dcterms:modified></c>"


def archive(day, when):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, held in (("docProps/core.xml", CORE.format(day=day)), ("word/a.xml", "<a/>")):
            made.writestr(zipfile.ZipInfo(name, when), held)
    return stream.getvalue()


def test_the_hour_of_writing_leaves_no_trace():
    first = stable(archive("2023-12-03T10:00:00Z", (2023, 12, 3, 10, 0, 0)))
    assert first == stable(archive("2024-01-05T11:30:00Z", (2024, 1, 5, 11, 30, 0)))
    with zipfile.ZipFile(io.BytesIO(first)) as read:
        assert read.namelist() == ["docProps/core.xml", "word/a.xml"]
        assert read.read("word/a.xml") == b"<a/>"
        assert b"2000-01-01T00:00:00Z" in read.read("docProps/core.xml")
