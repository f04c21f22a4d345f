"""The rows of a side file with the identifiers they belong to, as far as those are known."""

from collections.abc import Iterable

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, RESERVE, ROLE, SELECTED, STRATUM
from qaanalysis.sampling.fingerprints import keyed, of_units
from qaanalysis.sampling.given import GIVEN, PLACE
from qaanalysis.sampling.manifest import SIDE_FORMAT, read


def drawn(side: str, identifiers: Iterable[str], *, unit: str, secret: bytes) -> pd.DataFrame:
    """Return the units that a side file has as selected or in reserve, by stratum and number.

    Parameters
    ----------
    side : str
        The text of the side file.
    identifiers : iterable of str
        Those that the rows may have.
    unit : str
        What the column of identifiers is to be called.
    secret : bytes
        The organisation's secret.

    Returns
    -------
    DataFrame
        The unit; `stratum`, `number`, `role` ("selected" or "reserve"), `inclusion_probability`;
        and `given`, the fingerprint of whom a selected unit was given to. A unit that isn't among
        `identifiers` is called by its number and stratum.

    Raises
    ------
    DataError
        If the text isn't a side file, or the secret isn't the one it was made with.
    """
    kept = read(side, SIDE_FORMAT)
    seed = kept["seed"]
    if keyed(secret, "secret", seed) != kept["secret_check"]:
        raise DataError("secret: found another than that of the side file; needed: the draw's own")
    known = list(identifiers)
    names = dict(zip(of_units(known, secret, seed), known, strict=True))
    columns = ["unit", PLACE, STRATUM, NUMBER, PROBABILITY, GIVEN]
    rows = pd.DataFrame(kept["rows"]).reindex(columns=columns)
    rows = rows[rows[PLACE].isin([SELECTED, RESERVE])].sort_values([STRATUM, NUMBER])
    called = [
        names.get(key, f"number {number} of {stratum}")
        for key, number, stratum in zip(rows["unit"], rows[NUMBER], rows[STRATUM], strict=True)
    ]
    return (
        rows.assign(**{unit: called})
        .rename(columns={PLACE: ROLE})
        .astype({NUMBER: "Int64", PROBABILITY: float})[
            [unit, STRATUM, NUMBER, ROLE, PROBABILITY, GIVEN]
        ]
        .reset_index(drop=True)
    )
