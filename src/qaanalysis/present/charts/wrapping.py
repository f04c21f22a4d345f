"""Words in lines that fit: between words where that will do, else within them."""

from math import ceil

from qaanalysis.present import theme


def wrapped(text: str, *, width: float, letters: float, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than `width` pixels.

    A word that is wider by itself is broken into parts of about one length, with hyphens.

    Examples
    --------
    >>> wrapped("Requires Improvement", width=90, letters=13)
    ['Requires', 'Improvement']
    >>> wrapped("Requires Improvement", width=60, letters=13)
    ['Requires', 'Improv-', 'ement']
    """

    def wide(line: str) -> float:
        return theme.text_width(line, letters, bold=bold)

    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        # From the fewest that could do: a name without a space may have thousands of letters.
        parts = max(1, ceil(wide(word) / width))
        while parts < len(word) and max(map(wide, _broken(word, parts))) > width:
            parts += 1
        lines += _broken(word, parts)
    return lines or [""]


def flowed(widths: list[float], *, room: float, gap: float) -> list[list[tuple[int, float]]]:
    """Return which things stand in each line, and how far from the left.

    Examples
    --------
    >>> flowed([40, 40, 40], room=100, gap=10)
    [[(0, 0.0), (1, 50.0)], [(2, 0.0)]]
    """
    lines: list[list[tuple[int, float]]] = [[]]
    x = 0.0
    for i, width in enumerate(widths):
        if lines[-1] and x + width > room:
            lines.append([])
            x = 0.0
        lines[-1].append((i, x))
        x += width + gap
    return lines


def _broken(word: str, parts: int) -> list[str]:
    size = ceil(len(word) / parts)
    pieces = [word[i : i + size] for i in range(0, len(word), size)]
    return [*(f"{piece}-" for piece in pieces[:-1]), pieces[-1]]
