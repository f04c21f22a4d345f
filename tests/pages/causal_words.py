"""Words that say that one thing came of another, which no report on learning may use."""

import re

CAUSAL = re.compile(
    r"\b("
    r"le(?:d|ads?|ading) to|caus(?:e[sd]?|ing|al)|because of|due to|thanks to|owing to"
    r"|impact of (?:the )?(?:training|learning|programme|focus|event)s?"
    r"|effect(?:s|ed|ive|iveness)? (?:of|on)|result(?:s|ed|ing)? (?:in|from)|as a result"
    r"|improved (?:because|by|through|after)|brought about|drove|driven by|made a difference"
    r"|contribut(?:e[sd]?|ing) to|help(?:ed|s) (?:to )?(?:improve|reduce)|worked because"
    r"|responsible for|attributable|attributed|thereby|consequently|therefore|hence"
    r"|influenc(?:e[sd]?|ing)|produced|prompted|enabled|improvements? (?:from|through)"
    r")\b",
    re.IGNORECASE,
)


def found(text: str) -> list[str]:
    """Return the causal words of a text, each with what stands around it."""
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in CAUSAL.finditer(text)]
