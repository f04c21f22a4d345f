"""Domains that params say limit a grade, held against those that are graded."""

from collections.abc import Sequence

from qaanalysis.data.draft import Draft
from qaanalysis.data.raw_table import Notice
from qaanalysis.vocabulary import Col

NOT_GRADED = "limiting_domains of params names a domain that no row has"


def note_not_graded(draft: Draft, limiting: Sequence[str]) -> None:
    """Notice each limiting domain that no row has, as where it is misspelt: it limits nothing.

    It is no fault: a domain may be graded from next month on.
    """
    there = [str(domain) for domain in draft.frame[Col.DOMAIN].dropna().unique()]
    for domain in limiting:
        if domain not in there:
            graded = ", ".join(f"“{name}”" for name in sorted(there)) or "none"
            said = f"“{domain}”; graded are: {graded}"
            draft.add_notice(Notice(NOT_GRADED, said, column=Col.DOMAIN), n=0)
