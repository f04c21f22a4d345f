"""Office files (xlsx, docx) that are the same bytes whenever the same is written."""

import datetime as dt
import io
import re
import zipfile

FIRST_DAY = dt.datetime(2000, 1, 1)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def stable(written: bytes) -> bytes:
    """Return an office file's bytes without the hour at which it was written.

    Parameters
    ----------
    written : bytes
        Of an xlsx or docx file, both of which are zip archives.

    Returns
    -------
    bytes
        The same contents, changed on 1 January 2000, packed on the first day a zip knows.
    """
    day = FIRST_DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            held = source.read(name)
            if name == "docProps/core.xml":
                held = _MODIFIED.sub(rb"\g<1>" + day + rb"\g<2>", held)
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, held)
    return packed.getvalue()
