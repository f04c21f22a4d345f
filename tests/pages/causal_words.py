"""Words that say that one thing came of another, which no report on learning may use."""

import re

MOVED = r"(?:fell|rose|dropped|grew|improved|declined|decreased|increased|reduced|went (?:up|down))"
DONE = r"(?:training|trainings|events?|programme|focus|workshops?|sessions?)"
CAUSAL = re.compile(
    r"\b("
    r"le(?:d|ads?|ading) to|caus(?:e[sd]?|ing|al)|because of|due to|thanks to|owing to"
    r"|impact of (?:the )?(?:training|learning|programme|focus|event)s?"
    r"|effect(?:s|ed|ive|iveness)? (?:of|on)|result(?:s|ed|ing)? (?:in|from)|as a result"
    r"|improved (?:because|by|through|after)|brought about|drove|driven by|made a difference"
    r"|contribut(?:e[sd]?|ing) to|help(?:ed|s) (?:to )?(?:improve|reduce)|worked because"
    r"|responsible for|attributable|attributed|thereby|consequently|therefore|hence"
    r"|influenc(?:e[sd]?|ing)|produced|prompted|enabled|improvements? (?:from|through)"
    # “so it fell”, “so that fewer …”; and what moved after something that was done about it.
    rf"|so (?:that )?(?:\S+ ){{0,6}}?{MOVED}"
    rf"|(?:after|since|following|with) (?:\S+ ){{0,6}}?{DONE}(?:,| \S+){{0,8}}? {MOVED}"
    rf"|{MOVED} (?:\S+ ){{0,6}}?(?:after|since|following) (?:\S+ ){{0,6}}?{DONE}"
    r")\b",
    re.IGNORECASE,
)


def found(text: str) -> list[str]:
    """Return the causal words of a text, each with what stands around it."""
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in CAUSAL.finditer(text)]
