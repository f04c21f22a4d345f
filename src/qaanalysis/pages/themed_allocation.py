"""Who audits which children: how evenly, and who is kept from what, in words that name nobody."""

from collections.abc import Mapping

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import words
from qaanalysis.sampling.themed_sample import ThemedSample
from qaanalysis.vocabulary import Col

_NOBODY = (
    "There is no table of auditors, so that nobody is given a case. Add the table “auditors” under "
    "sources in params"
)


def shared_out(table: SafeTable, known: Mapping[str, int]) -> list[str]:
    """Return how evenly the cases are shared out.

    Parameters
    ----------
    table : SafeTable
        Of `draws.themed.loads`: auditors by the number of cases each has.
    known : mapping of str to int
        Of `ThemedChoice.known_of_auditors`.
    """
    if not known["auditors"]:
        return [_NOBODY]
    rows = zip(table.frame.index.tolist(), table.frame["auditors"].tolist(), strict=True)
    away = known["away"]
    said = [f"{words.in_words(n)} with {words.in_words(each)}" for each, n in rows]
    leave = f"; {words.counted(away, 'is', 'are')} on leave" if away else ""
    shares = (
        ". Loads are even in proportion to how many cases each can take on"
        if known["capacity"]
        else ""
    )
    people = words.counted(known["auditors"], "auditor")
    return [f"{people} by the number of cases they have: {words.listed(said)}{leave}{shares}"]


def kept_apart(sample: ThemedSample, known: Mapping[str, int]) -> list[str]:
    """Return from what auditors are kept, and which of the rules could be checked."""
    n = len(sample.sample)
    if not known["auditors"] or not n:
        return []
    plan, people = sample.plan, words.counted(known["auditors"], "auditor")
    said = []
    if Col.CASE_HOLDER in plan.apart:
        held = int(sample.sample[Col.CASE_HOLDER].notna().sum())
        some = "" if held == n else f"; who holds it is known for {words.count(held)} of {n} cases"
        said.append(f"Nobody audits a case that they hold{some}")
    if Col.TEAM in plan.apart and known[Col.TEAM]:
        said.append(
            f"Nobody audits a case of their own team; {words.count(known[Col.TEAM])} of {people} "
            "have a team in the table of auditors, and the others count as of none"
        )
    elif Col.TEAM in plan.apart:
        said.append(
            "No auditor has a team in the table of auditors, so that nobody is kept from the cases "
            "of a team: if some are of one, give it there"
        )
    if plan.skilled_in is not None:
        skilled = words.count(known[Col.AUDITOR_SKILLS])
        said.append(
            f"Whose skills are listed, as those of {skilled} of {people} are, audits only what is "
            f"among them, by {plan.skilled_in.replace('_', ' ')}; the others can audit all"
        )
    return said
