"""A matplotlib figure as SVG fit to stand inside a page.

Matplotlib's own SVG repeats the names of fonts with each text, has ids that are alike in every
figure and fixed colours. Here the page's font is inherited, ids are the figure's own and each of
the theme's colours can be set by the page.
"""

import hashlib
import io
import re
from html import escape

from matplotlib.figure import Figure

from qaanalysis.present.theme import Colour, Size

NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
# A tenth of a pixel is finer than a screen shows.
_PLACE = re.compile(r" (?:d|x|y)=\"[^\"]*\"")
_FRACTION = re.compile(r"-?\d+\.\d+")
_UNSEEN = re.compile(r"<path d=\"[^\"]*\" style=\"fill: none\" ?/>|<defs ?/>|<defs></defs>")
_COLOURS = {str(colour): colour.name.lower().replace("_", "-") for colour in Colour}


def inline(figure: Figure, *, size: Size, alt: str) -> str:
    """Return a figure as an `<svg>` element with an alt sentence; same figure, same bytes."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata=NO_METADATA, transparent=True)
    drawn = stream.getvalue()
    body = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")]
    body = _tidy(body)
    name = f"c{hashlib.sha256(f'{size.name}{alt}{body}'.encode()).hexdigest()[:10]}"
    height = figure.get_figheight() * 72
    hidden = "display:none;" if size.is_narrow else ""
    return (
        f'<svg id="{name}" class="qa-{size.name}" role="img" aria-label="{escape(alt)}" '
        f'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {size.width} {height:g}" '
        f'style="{hidden}width:100%;max-width:{size.width}px;height:auto;'
        f"background:var(--qa-paper,#fff);font-family:Arial,Helvetica,sans-serif;"
        f'stroke-linejoin:round;stroke-linecap:butt">'
        f"{_own_ids(body, name)}</svg>"
    )


def _tidy(body: str) -> str:
    """Drop what the page gives or nobody needs; words between the tags stay as they are."""
    for dropped in (r"<!--.*?-->", r"<metadata>.*?</metadata>", r"<style.*?</style>"):
        body = re.sub(dropped, "", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", lambda tag: _tidy_tag(tag[0]), body)
    body = re.sub(r">\s+<", "><", body).strip()
    return _UNSEEN.sub("", body)


def _tidy_tag(tag: str) -> str:
    """Shorten a tag, and let the page set each colour of the theme."""
    tag = re.sub(r"\s+", " ", tag)
    tag = re.sub(r" ?font-family: [^;\"]*;?", "", tag)
    tag = re.sub(r" transform=\"rotate\(-0 [^\"]*\"", "", tag)
    tag = _PLACE.sub(lambda place: _FRACTION.sub(_to_tenths, place[0]), tag)
    tag = re.sub(r"(-?\d+\.\d{2})\d+", r"\1", tag)
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: _variable(colour[0]), tag)


def _to_tenths(number: re.Match[str]) -> str:
    # Adding 0 makes a nought of −0.
    return f"{round(float(number[0]), 1) + 0:g}"


def _variable(colour: str) -> str:
    name = _COLOURS.get(colour)
    return f"var(--qa-{name},{colour})" if name else colour


def _own_ids(body: str, name: str) -> str:
    """Keep only the ids that something refers to, and make them this figure's own."""
    used = set(re.findall(r"(?:href=\"#|url\(#)([^\")]+)", body))
    body = re.sub(
        r" id=\"([^\"]+)\"", lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", body
    )
    return _without_bare_groups(re.sub(r"(href=\"#|url\(#)", rf"\g<1>{name}-", body))


def _without_bare_groups(body: str) -> str:
    """Drop the groups that say nothing of what is in them: a browser makes a thing of each."""
    kept: list[str] = []
    bare: list[bool] = []
    for nth, part in enumerate(re.split(r"(<g ?/>|<g>|<g [^>]*[^/]>|</g>)", body)):
        is_tag = nth % 2 == 1
        if is_tag and part == "</g>":
            is_left_out = bare.pop()
        else:
            is_left_out = is_tag and part in ("<g>", "<g/>", "<g />")
            if is_tag and not part.endswith("/>"):
                bare.append(is_left_out)
        if not is_left_out:
            kept.append(part)
    return "".join(kept)
