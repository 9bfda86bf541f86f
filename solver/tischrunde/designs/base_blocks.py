"""Base blocks of difference matrices and orthogonal arrays for orders that are no prime powers, each with its source.

Facts from the literature; every one is counted again in the tests. A block is one column of a matrix. Its entries are
elements of a group, given by their digits (a cyclic group by one number); ``*`` is a point at infinity.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: III.3 (mutually orthogonal Latin
squares; the numbers of the constructions are given), VI.17 (difference matrices).

"""

from dataclasses import dataclass

import numpy as np

from tischrunde.designs.groups import Group
from tischrunde.problem import Ints

__all__ = ["ARRAY_OF_18", "MATRICES", "QUASI_MATRICES", "SOURCE_OF_14", "SQUARES_OF_14", "Recipe", "columns"]

HANDBOOK = "Handbook of Combinatorial Designs III.3"
SOURCE_OF_14 = "D. T. Todorov, J. Combin. Designs 20, 2012"


@dataclass(frozen=True)
class Recipe:
    """How the columns of a matrix come from base blocks.

    Attributes
    ----------
    source :
        who found it
    moduli :
        of the group
    turned, fixed :
        the blocks, and columns taken as they are
    order, factor, summand :
        the turn: a column c becomes ``factor * c[order] + summand``
    times :
        how many columns come from one block by turning
    """

    source: str
    moduli: tuple[int, ...]
    turned: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    order: tuple[int, ...] | None = None
    factor: int = 1
    summand: str | None = None
    times: int = 1


def columns(recipe: Recipe) -> Ints:
    """Return the matrix as codes of the group, -1 at infinity; int32, shape (n_rows, n_columns)."""
    group = Group(recipe.moduli)
    listed = [_codes(group, block) for block in recipe.fixed]
    for block in recipe.turned:
        column = _codes(group, block)
        summand = _codes(group, recipe.summand) if recipe.summand else np.zeros_like(column)
        for _ in range(recipe.times):
            listed.append(column)
            turned = column if recipe.order is None else column[list(recipe.order)]
            moved = group.combine(group.times(recipe.factor, turned), summand, 1)
            column = np.where(turned < 0, -1, moved).astype(np.int32)
    return np.stack(listed, axis=1)


def _codes(group: Group, block: str) -> Ints:
    """Return the codes of a block's elements, -1 at infinity."""
    told = block.split()
    n_digits = len(group.moduli)
    digits = [[0] * n_digits if e == "*" else [int(e)] if n_digits == 1 else [int(d) for d in e] for e in told]
    return np.where([e == "*" for e in told], -1, group.codes(digits)).astype(np.int32)


def _transposed(*rows: str) -> tuple[str, ...]:
    return tuple(" ".join(column) for column in zip(*(row.split() for row in rows), strict=True))


MATRICES = {
    12: Recipe(
        "H. Hanani, Discrete Math. 11, 1975, lemma 3.21",
        moduli=(2, 6),
        turned=_transposed(
            "00 00 00 00 00 00 00 00 00 00 00 00",
            "00 01 02 03 04 05 10 11 12 13 14 15",
            "00 10 12 02 11 01 13 15 04 14 05 03",
            "00 03 10 01 13 15 02 12 05 04 11 14",
            "00 12 01 15 05 13 03 14 02 11 10 04",
            "00 04 15 14 02 11 12 10 13 01 03 05",
        ),
    ),
    15: Recipe(
        "P. J. Schellenberg, G. H. J. van Rees, S. A. Vanstone, Ars Combin. 6, 1978",
        moduli=(15,),
        turned=_transposed(
            "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14",
            "1 3 6 8 10 13 5 2 0 12 4 7 9 11 14",
            "1 7 4 0 11 8 14 5 12 3 9 6 2 13 10",
            "1 11 7 2 12 3 8 13 4 9 14 5 0 10 6",
        ),
    ),
    21: Recipe(
        f"A. V. Nazarok 1991; {HANDBOOK}.50",
        moduli=(21,),
        turned=(
            "8 9 11 14 18 0",
            "17 16 5 1 19 0",
            "20 4 10 3 12 0",
            "2 15 6 13 7 0",
        ),
        fixed=("0 0 0 0 0 0",),
        order=(1, 2, 3, 4, 0, 5),
        times=5,
    ),
    24: Recipe(
        f"{HANDBOOK}.52",
        moduli=(3, 2, 2, 2),
        turned=_transposed(
            "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
            "0000 0010 0100 0110 1000 1010 1100 1110 2000 2010 2100 2110",
            "0000 0011 1001 2110 0111 2011 2111 1000 0100 1100 1101 2010",
            "0000 1010 1011 2000 1101 2110 0001 0101 2100 2001 0111 1100",
            "0000 0001 2010 1111 2111 2100 1101 0011 1010 2101 1000 0110",
            "0000 1000 2001 1011 0100 1100 0110 2101 2111 0010 1111 2011",
            "0000 1001 0111 2100 2000 0010 1110 2011 1100 1011 0101 2111",
            "0000 1011 2101 0100 2110 1001 2000 0110 0101 1111 2011 1010",
        ),
        summand="0000 0001 0010 0011 0100 0101 0110 0111",
        times=2,
    ),
    28: Recipe(
        f"R. J. R. Abel; {HANDBOOK}.54",
        moduli=(2, 2, 7),
        turned=(
            "000 102 103 005 003 013",
            "116 000 114 106 003 006",
            "011 015 000 005 115 006",
            "011 101 115 006 000 015",
            "013 102 112 103 005 000",
            "014 106 114 000 116 003",
            "000 113 112 004 011 116",
            "014 000 016 015 001 102",
            "105 101 000 114 103 002",
        ),
        fixed=("000 000 000 000 000 000",),
        order=(1, 2, 0, 5, 3, 4),
        times=3,
    ),
    33: Recipe(
        f"{HANDBOOK}.56",
        moduli=(33,),
        turned=(
            "0 15 19 22 9 14",
            "0 11 7 19 12 28",
            "0 22 14 8 15 23",
            "0 4 32 24 7 2",
            "0 17 22 21 26 19",
            "0 8 18 6 14 3",
        ),
        fixed=(
            "0 0 0 0 0 0",
            "1 4 16 31 25 22",
            "7 28 13 19 10 0",
        ),
        order=(4, 0, 1, 2, 3, 5),
        factor=4,
        times=5,
    ),
    35: Recipe(
        f"M. Wojtas 1996; {HANDBOOK}.58",
        moduli=(35,),
        turned=_transposed(
            "0 15 30 10 25 1 16 31 11 26 2 17 32 12 6 3 18 33 27 21 4 19 13 7 22 5 34 28 8 23 20 14 29 9 24",
            "0 22 16 3 4 9 10 32 26 13 18 5 27 14 15 20 7 1 23 31 29 2 24 11 19 17 25 12 6 28 33 34 21 8 30",
            "0 29 2 31 18 10 32 26 34 28 27 21 15 9 17 30 3 4 5 20 12 6 14 22 16 8 23 24 25 33 11 19 13 7 1",
            "0 8 9 17 11 25 19 27 28 1 15 23 31 4 26 12 6 14 29 16 2 3 18 33 34 20 7 22 30 24 10 32 5 13 21",
            "0 1 23 24 32 33 6 7 29 30 10 11 12 13 28 8 9 31 4 5 27 14 15 16 3 25 26 34 21 22 2 17 18 19 20",
            "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
        ),
    ),
    36: Recipe(
        f"{HANDBOOK}.59",
        moduli=(2, 2, 3, 3),
        turned=_transposed(
            "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
            "0000 0100 1000 1100 0001 0101 1001 1101 0002 0102 1002 1102",
            "0000 1112 0021 0012 0120 0102 1111 0111 1110 1022 1001 1010",
            "0000 0010 1010 0100 1100 1020 1000 0120 1120 0020 1110 0110",
            "0000 0120 0010 1110 1020 1010 0100 0020 0110 1100 1120 1000",
            "0000 0110 0120 1120 1102 0012 1122 1002 1001 1011 0021 0111",
            "0000 1010 1101 1012 1022 0021 0101 0100 1122 0110 0012 1121",
            "0000 1100 0110 1021 0102 1022 0022 1110 1011 0121 1111 0002",
            "0000 1000 1110 0112 1121 0111 0011 1020 0122 1102 1022 0001",
        ),
        summand="0000 0010 0020 0001 0002 0011 0022 0012 0021",
        times=3,
    ),
    39: Recipe(
        f"{HANDBOOK}.61",
        moduli=(39,),
        turned=(
            "0 4 25 13 27 16",
            "0 35 14 26 12 23",
            "0 23 11 4 21 19",
            "0 16 28 35 18 20",
            "0 13 22 20 8 34",
            "0 26 17 19 31 5",
            "0 5 34 17 16 38",
            "0 34 5 22 23 1",
            "0 12 23 15 19 26",
            "0 27 16 24 20 13",
            "0 11 6 29 26 21",
            "0 28 33 10 13 18",
        ),
        fixed=(
            "0 0 0 0 0 0",
            "1 16 22 17 38 23",
            "38 23 17 22 1 16",
        ),
        order=(2, 0, 1, 5, 3, 4),
        factor=16,
        times=3,
    ),
}
"""Difference matrices (G, k; 1), by the order of G."""

QUASI_MATRICES = {
    10: Recipe(
        "E. T. Parker, Proc. Nat. Acad. Sci. 45, 1959",
        moduli=(7,),
        turned=(
            "* 0 1 4",
            "* 0 2 1",
            "* 0 4 2",
        ),
        fixed=("0 0 0 0",),
        order=(3, 0, 1, 2),
        times=4,
    ),
    20: Recipe(
        f"D. T. Todorov 1989; {HANDBOOK}.49",
        moduli=(19,),
        turned=(
            "* 0 0 7 1 11",
            "7 1 11 * 0 0",
            "13 15 10 13 15 10",
            "1 7 11 16 17 5",
            "16 17 5 1 7 11",
            "9 6 4 2 14 3",
            "2 14 3 9 6 4",
        ),
        order=(1, 2, 0, 5, 3, 4),
        times=3,
    ),
    22: Recipe(
        f"{HANDBOOK}.51",
        moduli=(21,),
        turned=(
            "1 16 18 6 12",
            "13 19 3 15 9",
            "18 1 16 6 19",
            "3 13 19 15 16",
            "16 18 1 6 5",
            "19 3 13 15 2",
            "* 0 0 0 0",
        ),
        fixed=(
            "0 7 14 * 0",
            "0 14 7 0 *",
        ),
        order=(2, 0, 1, 3, 4),
        factor=16,
        summand="0 0 0 7 14",
        times=3,
    ),
    26: Recipe(
        f"{HANDBOOK}.53",
        moduli=(21,),
        turned=(
            "* 0 1 3 6 4",
            "* 0 6 11 10 19",
            "* 0 7 20 14 5",
            "* 0 8 18 1 12",
            "* 0 14 10 5 2",
        ),
        fixed=("0 0 0 0 0 0",),
        order=(1, 2, 3, 4, 5, 0),
        times=6,
    ),
    30: Recipe(
        f"{HANDBOOK}.55",
        moduli=(5, 5),
        turned=(
            "00 00 00 00 00 00",
            "* 00 31 30 33 42",
            "00 * 30 02 12 24",
            "00 04 * 12 42 03",
            "00 02 40 * 20 23",
            "00 03 10 01 * 32",
            "00 01 20 03 04 *",
        ),
        summand="11 21 10 40 34 44",
        times=5,
    ),
    34: Recipe(
        f"{HANDBOOK}.57",
        moduli=(33,),
        turned=(
            "* 30 22 25 0 6",
            "0 17 4 10 12 11",
            "0 10 32 20 15 18",
            "0 25 29 15 16 14",
            "0 23 28 21 32 9",
            "0 8 22 16 23 20",
        ),
        fixed=(
            "0 0 0 0 0 0",
            "1 4 16 31 25 11",
            "3 12 15 27 9 11",
            "10 7 28 13 19 0",
            "5 20 14 23 26 *",
        ),
        order=(4, 0, 1, 2, 3, 5),
        factor=4,
        times=5,
    ),
    38: Recipe(
        f"{HANDBOOK}.60",
        moduli=(37,),
        turned=(
            "* 0 0 10 1 26",
            "10 1 26 * 0 0",
            "1 10 26 10 26 1",
            "2 20 15 6 23 8",
            "6 23 8 2 20 15",
            "3 30 4 22 35 17",
            "22 35 17 3 30 4",
            "5 13 19 7 33 34",
            "7 33 34 5 13 19",
            "9 16 12 14 29 31",
            "14 29 31 9 16 12",
            "18 32 24 28 21 25",
            "28 21 25 18 32 24",
        ),
        order=(1, 2, 0, 5, 3, 4),
        times=3,
    ),
}
"""Quasi-difference matrices (n, k; 1, 1; u), by n + u."""

# To be developed by the last two digits only.
ARRAY_OF_18 = Recipe(
    "R. J. R. Abel, J. Combin. Designs 23, 2015",
    moduli=(2, 3, 3),
    turned=_transposed(
        "000 100 100 000 100 100 100 000 000 000 100 000",
        "000 020 100 100 000 120 110 110 010 020 010 120",
        "000 100 022 102 112 001 101 120 121 001 020 002",
        "000 002 100 002 102 122 010 111 110 121 021 001",
        "000 021 000 100 020 112 100 021 112 102 102 012",
        "000 000 011 010 100 010 110 122 011 121 120 111",
        "000 100 002 022 011 121 020 122 100 010 112 112",
    ),
    summand="000 001 010 021 022 012 002",
    times=3,
)

SQUARES_OF_14 = """
bjihgkecalnfmd bfmcenidgjhalk bcdefghijklmna bcdefghijklmna
fckjbhledimagn jcgndfalehkbim gnkjdmiclbhaef jflhnkaecmgdib
mgdlkcbafejnih ikdhaegnmfblcj lifhbjemkangcd emkdjbgfnliahc
cnhemldbigfkaj hjlebifkangcmd dalmgnbjehcfik anighmflkbdcej
edabfnmkcjhgli gbkmfcjeliahdn njcaeifhbdgkml kebcajimdgfhln
nfeicgajldkbhm khclngdafmjibe mfbkcdlagnjihe cgnflembihakjd
iagfjdhnkmelcb elbdmahfignkjc aemnhkjdcifblg ilabkdnhfcjegm
dlnkeafimhcjbg ceabkjnihdmgfl hdnikbagmcelfj ljgnihecbamfdk
gemalfihjnbdkc adficlkmjbenhg cgjflhnbiekdam ndmabcjglfeikh
jhfnimgdbkacel liegjdmhnkcfab fkibmagenldhjc mbhiefljadkncg
hkbgajnmeclidf nmjfhkecbaldgi imhlneckdfajgb difjcnkamehgbl
ablchikgnfdmje fankgbljdcimeh klegafdnhjmcbi ghckmlbdeinjaf
licmdbjfhagenk mgialhcbkedjnf jhadicmlfgbekn fajlgidkhncbme
kmjdneclgbihfa dnhjimbgclfeka ebgcjlkfamindh hkemdacngjblfi
"""
"""Four orthogonal Latin squares side by side."""
