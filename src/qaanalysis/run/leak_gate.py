"""The last look before a run is published, for anybody's identifier in what it made.

Everything that can be read in its files is searched for the values of the run's inputs that
identify a child, a family or a worker, for NHS numbers, telephone numbers, e-mail addresses and
postcodes, and for secrets. What is found is told by its column and its place, never by its value.
"""

import base64
import html
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from qaanalysis import personal_patterns
from qaanalysis.data import Loaded, kept_rows
from qaanalysis.disclosure.identifier_search import Match, Search
from qaanalysis.disclosure.identifiers import RECORD, identifiers
from qaanalysis.params import Params
from qaanalysis.plain_text import BREAK, WordReader, words
from qaanalysis.run import file_texts, text_places, text_views, told_params
from qaanalysis.run.file_texts import Text
from qaanalysis.run.index_page import REJECTED
from qaanalysis.run.leak import SECRET, Leak
from qaanalysis.vocabulary import Audience

_NAME = "name"
SHORTEST_SECRET = 6


def check(
    staging: Path,
    loaded: Loaded,
    params: Params,
    *,
    files: Iterable[Path] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> list[Leak]:
    """Search a run's files for identifiers and secrets.

    Parameters
    ----------
    staging : Path
        The run's folder.
    loaded : Loaded
        The run's tables.
    params : Params
        Of the run: whom it is for, and what `leak_gate` allows.
    files : iterable of Path, optional
        The files to search; by default all in the folder but the rejected rows, which are internal
        by nature.
    secrets : mapping of str to str, optional
        By the name of its variable: what must not be in any file; none shorter than
        `SHORTEST_SECRET`.

    Returns
    -------
    list of Leak
        By file, column and place. For internal readers ambiguous ones are told for a decision and
        refuse nothing; see `leak.refused`.
    """
    if files is None:
        # Rejected rows are internal by nature; kept ones are keyed fingerprints without a word.
        left_out = {REJECTED, kept_rows.FOLDER}
        files = (p for p in staging.rglob("*") if p.is_file() and not left_out & {*p.parts})
    contents = {p.relative_to(staging).as_posix(): p.read_bytes() for p in sorted(files)}
    return _Gate(contents, loaded, params, secrets or {}).leaks()


class _Gate:
    """One run's files, and what is searched for in them."""

    def __init__(
        self,
        contents: Mapping[str, bytes],
        loaded: Loaded,
        params: Params,
        secrets: Mapping[str, str],
    ) -> None:
        self._contents = contents
        self._reader = WordReader()
        self._texts = {
            name: [Text(_NAME, name), *file_texts.read(name, content)]
            for name, content in contents.items()
        }
        self._words = {name: self._words_of(texts) for name, texts in self._texts.items()}
        self._secrets = {
            Match("", f"{SECRET} {name}", ambiguous=False, value=secret): _written(secret)
            for name, secret in secrets.items()
        }
        self._params = params
        said = _said(params)
        self._declared = set(personal_patterns.found("\n".join(said)))
        known = identifiers(
            loaded,
            params.scale,
            spellings=params.reading.spellings,
            missing=params.reading.missing,
            among=self._reader.every_word(),
        )
        whose = {column.name: column.who for column in known.columns}
        allowed: dict[str, list[str]] = defaultdict(list)
        for decision in params.leak_gate.allowed:
            allowed[whose.get(decision.column, "")] += decision.values
        internal = params.audience is Audience.INTERNAL
        columns = [c for c in known.columns if not (internal and c.who == RECORD)]
        self._search = Search(columns, [*known.ordinary, *said], allowed)

    def leaks(self) -> list[Leak]:
        """Return what is found in all files."""
        # Most lines come several times: in a notebook, in its page, in its chart.
        lines = set().union(*(t.lines() for texts in self._texts.values() for t in texts))
        forms = personal_patterns.found_in_any(lines) - self._declared
        found: list[Leak] = []
        for name in self._texts:
            matches = _each_once(self._search.found(self._words[name]))
            if forms:
                matches += self._forms_in(self._lines(name))
            matches += self._secrets_in(name)
            if matches:
                found += self._placed(name, matches)
        return found

    def _words_of(self, texts: Iterable[Text]) -> list[str]:
        return self._reader.words(f" {BREAK} ".join(text.text for text in texts))

    def _lines(self, name: str) -> str:
        return "\n".join(line for text in self._texts[name] for line in text.lines())

    def _forms_in(self, text: str) -> list[Match]:
        found = personal_patterns.found(text).keys() - self._declared
        return [Match("", kind, ambiguous=False, value=value) for kind, value in sorted(found)]

    def _secrets_in(self, name: str) -> list[Match]:
        raw = self._contents[name]
        texts = [text.text for text in self._texts[name]]
        return [
            match
            for match, forms in self._secrets.items()
            if any(f.encode() in raw or any(f in text for text in texts) for f in forms)
        ]

    def _placed(self, name: str, matches: Sequence[Match]) -> list[Leak]:
        """Return what was found in a file, by place."""
        count = _Counter(self._search.only(matches), self._secrets, matches)
        found: Counter[tuple[Match, str]] = Counter()
        for place, said in text_places.pieces(
            name, self._contents[name], may_quote=lambda said: not count.in_text(said)
        ):
            for match, n in count.in_text(said).items():
                found[match, place] += n
        placed = {match for match, _ in found}
        for text in self._texts[name]:
            place = "the file’s name" if text.part == _NAME else text_places.part_in_words(text)
            for match, n in count.in_text("\n".join([text.text, *text.lines()])).items():
                if match not in placed or text.part == _NAME:
                    found[match, place] += n
        placed = {match for match, _ in found}
        found.update({(match, "somewhere in it"): 1 for match in matches if match not in placed})
        called = "a file whose name says it" if count.in_text(name) else name
        return _by_place(found, name, called, self._typed(matches, count))

    def _typed(self, matches: Sequence[Match], count: "_Counter") -> dict[Match, list[str]]:
        """Return where in params, or in the commentary, each value was typed.

        Of ambiguous ones it isn't asked: most runs have some, and they are a matter to decide.
        """
        found: dict[Match, list[str]] = defaultdict(list)
        sought = {match for match in matches if not match.ambiguous}
        for key, text in told_params.typed(self._params) if sought else ():
            typed = sought & count.in_text(text).keys()
            called = "a key that can’t be quoted" if typed and count.in_text(key) else key
            for match in typed:
                found[match].append(called)
        return found


class _Counter:
    """Counts a few matches in pieces of text."""

    def __init__(
        self, search: Search, secrets: Mapping[Match, set[str]], matches: Sequence[Match]
    ) -> None:
        self._search = search
        self._secrets = {match: forms for match, forms in secrets.items() if match in matches}
        self._matches = set(matches)

    def in_text(self, text: str) -> Counter[Match]:
        """Return which of them are in a text, and how often."""
        views = text_views.of_text(text)
        read = "\n".join([*views.said, *views.markup])
        found = self._search.found(words(read))
        for (kind, value), n in personal_patterns.found(read).items():
            found[Match("", kind, ambiguous=False, value=value)] += n
        for match, forms in self._secrets.items():
            found[match] += max(text.count(form) for form in forms)
        return Counter({match: n for match, n in found.items() if n and match in self._matches})


def _each_once(found: Iterable[Match]) -> list[Match]:
    """Return the matches, of one value that several columns hold only the first."""
    first: dict[tuple[bool, tuple[str, ...]], Match] = {}
    for match in found:
        first.setdefault((match.ambiguous, tuple(words(match.value))), match)
    return list(first.values())


def _by_place(
    found: Mapping[tuple[Match, str], int],
    name: str,
    called: str,
    typed: Mapping[Match, Sequence[str]],
) -> list[Leak]:
    """Return the leaks of a file: for each column and place one, however many values."""
    places: dict[tuple[str, str, str, bool], list[tuple[Match, int]]] = defaultdict(list)
    for (match, place), n in found.items():
        places[match.column, match.who, place, match.ambiguous].append((match, n))
    return [
        Leak(
            file=name,
            called=called,
            column=column,
            who=who,
            place=place,
            n=sum(n for _, n in values),
            ambiguous=ambiguous,
            values=tuple(match.value for match, _ in values),
            typed=tuple(dict.fromkeys(key for match, _ in values for key in typed.get(match, ()))),
        )
        for (column, who, place, ambiguous), values in places.items()
    ]


def _written(secret: str) -> set[str]:
    """Return the ways in which a secret may be written into a file."""
    in_base64 = base64.b64encode(secret.encode()).decode()
    return {
        secret,
        html.escape(secret),
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        in_base64,
    }


def _said(params: Params) -> list[str]:
    """Return what params themselves have printed."""
    files = [
        text
        for s in params.sources.values()
        for text in (Path(s.name).stem, s.sheet or "", s.table or "")
    ]
    grades = [grade.definition for grade in params.grade_scale]
    return [
        *(params.organisation, params.about_data, params.moderation.about_pairs),
        *(params.approved_by, params.correction, *params.reports, *files, *grades),
        # The one person whom the committee's report names is whom to ask about it.
        params.committee.contact,
    ]
