"""Start blocks kept, because finding them takes longer than developing them.

Each was found by ``search_starter`` in its frame with the seed and steps it tells, so that it can be found again, and
is written as ``frames.read_blocks`` reads it. That such designs exist is known; the sources tell where.
"""

from dataclasses import dataclass

from tischrunde.designs.frames import SOURCE as DIFF
from tischrunde.designs.frames import Frame

__all__ = ["KNOWN", "Known"]

KTS = "D. K. Ray-Chaudhuri and R. M. Wilson, Solution of Kirkman's schoolgirl problem, 1971; start blocks by search"
NKTS = "R. D. Baker and R. M. Wilson, Nearly Kirkman triple systems, Utilitas Math. 11 (1977); start blocks by search"
RGDD = "G. Ge and A. C. H. Ling, A survey on resolvable GDDs with block size four, 2004; start blocks by search"
RBIBD = "Handbook of Combinatorial Designs, 2nd ed., 2007, II.7 (resolvable designs); start blocks by search"


@dataclass(frozen=True)
class Known:
    """Start blocks for a shape.

    Attributes
    ----------
    shape :
        tables, people at a table, and the rounds they make
    name, source :
        as in a timetable
    frame :
        the group
    base_rounds, short_rounds :
        the blocks, as text
    drawn :
        seed and steps with which ``search_starter`` finds them
    """

    shape: tuple[int, int, int]
    name: str
    source: str
    frame: Frame
    base_rounds: str
    short_rounds: str = ""
    drawn: tuple[int, int] = (0, 0)

    @property
    def n_rounds(self) -> int:
        """Return how many rounds they make."""
        return self.shape[2]


KNOWN = (
    Known(
        (8, 3, 11),
        "NKTS(24)",
        NKTS,
        Frame((11,), 2, 2, turns=(1, 0), fixed_turns=(1, 0)),
        "22.1.21 16.8.15 17.11.20 18.14.2",
        drawn=(1, 300_000),
    ),
    Known(
        (10, 3, 14),
        "NKTS(30)",
        NKTS,
        Frame((14,), 2, 2),
        "25.16.5 26.15.3 28.19.4 18.17.13 20.12.10 23.21.27 6.2.7 29.8.24 0.14.11 1.9.22",
        drawn=(2, 300_000),
    ),
    Known(
        (11, 3, 16),
        "KTS(33)",
        KTS,
        Frame((15,), 2, 3, cosets=3),
        "5.7.4 17.24.1 12.31.29 15.27.28 18.6.13 14.32.21 30.10.16 23.19.8 2.20.26 11.25.0 22.9.3",
        drawn=(24, 300_000),
    ),
    Known(
        (12, 3, 17),
        "NKTS(36)",
        NKTS,
        Frame((17,), 2, 2),
        "16.0.2 13.5.19 33.1.6 20.25.22 27.21.17 14.26.8 23.15.32 3.29.10 31.30.9 12.35.28 4.24.34 18.11.7",
        drawn=(5, 300_000),
    ),
    Known(
        (16, 3, 23),
        "NKTS(48)",
        NKTS,
        Frame((23,), 2, 2, turns=(1, 0), fixed_turns=(1, 0)),
        "23.24.10 41.43.2 44.38.28 27.3.8 32.29.17 42.30.34 14.35.46 13.22.39",
        drawn=(8, 300_000),
    ),
    Known(
        (18, 3, 26),
        "NKTS(54)",
        NKTS,
        Frame((26,), 2, 2),
        (
            "26.7.43 12.53.30 44.50.36 24.38.1 20.45.16 35.46.51 41.39.42 17.52.32 37.33.10 47.0.25 3.27.22 21.28.11 "
            "4.15.13 8.2.40 31.5.23 9.48.29 49.19.14 34.18.6"
        ),
        drawn=(641, 4_800_000),
    ),
    Known(
        (20, 3, 29),
        "NKTS(60)",
        NKTS,
        Frame((29,), 2, 2),
        (
            "23.0.46 43.53.11 21.42.59 28.18.27 37.10.57 56.12.51 29.30.33 15.2.26 16.8.36 14.47.40 55.25.34 22.7.19 "
            "41.6.4 24.31.17 3.54.48 20.32.44 39.50.52 9.38.13 45.5.58 35.49.1"
        ),
        drawn=(1001, 1_000_000),
    ),
    Known(
        (23, 3, 34),
        "KTS(69)",
        KTS,
        Frame((33,), 2, 3, cosets=3),
        (
            "6.16.54 61.37.7 49.33.10 40.39.36 14.0.26 56.68.20 62.12.52 15.18.31 59.41.25 35.22.24 46.44.11 66.4.47 "
            "34.60.8 43.19.1 63.2.55 17.13.64 23.28.29 38.9.50 3.27.58 67.32.57 21.48.53 51.65.45 30.5.42"
        ),
        drawn=(1088, 1_000_000),
    ),
    Known(
        (24, 3, 35),
        "NKTS(72)",
        NKTS,
        Frame((35,), 2, 2, turns=(1, 0), fixed_turns=(1, 0)),
        "40.41.1 61.20.15 38.18.31 69.0.37 43.21.71 17.44.28 13.32.7 24.4.62 51.58.49 68.45.19 22.30.47 46.60.64",
        drawn=(15, 300_000),
    ),
    Known(
        (26, 3, 37),
        "start blocks(26x3)",
        DIFF,
        Frame((37,), 2, 4, turns=(1, 0), fixed_turns=(1, 0, 3, 2)),
        "6.38.53 2.9.5 54.25.73 12.74.61 65.56.15 21.27.7 8.51.13 35.34.55 37.63.3 47.32.60 57.67.59 31.70.76 4.29.48",
        drawn=(1, 100_000),
    ),
    Known(
        (28, 3, 40),
        "start blocks(28x3)",
        DIFF,
        Frame((39,), 2, 6, turns=(1, 0), fixed_turns=(1, 0, 3, 2, 5, 4), cosets=3),
        (
            "77.16.13 4.71.49 42.33.53 34.22.69 76.36.1 62.78.0 20.27.6 48.19.11 57.5.81 74.68.8 25.24.15 70.51.46 "
            "2.56.82 21.67.65"
        ),
        drawn=(17, 100_000),
    ),
    Known(
        (32, 3, 47),
        "NKTS(96)",
        NKTS,
        Frame((47,), 2, 2, turns=(1, 0), fixed_turns=(1, 0)),
        (
            "0.30.4 63.11.1 61.37.62 6.93.49 87.31.26 33.27.20 81.57.89 19.28.56 68.32.95 90.23.72 8.36.71 54.13.52 "
            "41.59.29 45.91.18 85.69.35 64.50.86"
        ),
        drawn=(223, 600_000),
    ),
    Known(
        (6, 4, 7),
        "4-RGDD(3^8)",
        RGDD,
        Frame((7,), 3, 3, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "4.21.7.19 15.16.3.20",
        drawn=(35, 300_000),
    ),
    Known(
        (9, 4, 11),
        "4-RGDD(3^12)",
        RGDD,
        Frame((11,), 3, 3, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "32.14.23.20 11.28.24.27 4.29.19.33",
        drawn=(36, 300_000),
    ),
    Known(
        (11, 4, 14),
        "4-RGDD(2^22)",
        RGDD,
        Frame((14,), 3, 2, multiplier=11, turns=(1, 2, 0)),
        "42.12.20.38 43.9.15.39 21.23.5.6 32.17.25.26 4.18.41.14",
        drawn=(60, 300_000),
    ),
    Known(
        (12, 4, 15),
        "4-RGDD(3^16)",
        RGDD,
        Frame((15,), 3, 3, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "42.7.28.16 45.23.6.35 32.41.9.34 25.29.15.33",
        drawn=(38, 300_000),
    ),
    Known(
        (14, 4, 18),
        "4-RGDD(2^28)",
        RGDD,
        Frame((18,), 3, 2, multiplier=13, turns=(1, 2, 0)),
        "54.8.32.38 55.4.34.46 2.43.21.7 17.44.0.10 33.48.13.16 45.41.53.24",
        drawn=(244, 600_000),
    ),
    Known(
        (15, 4, 19),
        "4-RGDD(3^20)",
        RGDD,
        Frame((19,), 3, 3, multiplier=11, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "57.52.27.5 43.45.10.56 40.55.39.15 4.49.0.42 23.53.12.14",
        drawn=(44, 300_000),
    ),
    Known(
        (17, 4, 21),
        "start blocks(17x4)",
        DIFF,
        Frame((21,), 3, 5, multiplier=4, turns=(1, 2, 0)),
        "63.3.33.48 64.6.24.54 65.12.27.45 67.9.36.60 66.4.37.43 53.15.61.50 44.42.16.1 14.18.38.19 17.28.40.59",
        drawn=(21, 300_000),
    ),
    Known(
        (18, 4, 23),
        "4-RGDD(3^24)",
        RGDD,
        Frame((23,), 3, 3, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "21.41.62.55 48.56.57.12 70.45.49.19 13.52.1.30 8.23.4.14 61.5.66.63",
        drawn=(1092, 1_000_000),
    ),
    Known(
        (21, 4, 27),
        "4-RGDD(3^28)",
        RGDD,
        Frame((27,), 3, 3, multiplier=19, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "42.76.81.1 10.37.41.12 18.29.61.17 6.9.51.68 30.11.21.0 50.16.40.38 44.35.49.70",
        drawn=(240, 600_000),
    ),
    Known(
        (24, 4, 31),
        "4-RGDD(3^32)",
        RGDD,
        Frame((31,), 3, 3, multiplier=25, turns=(1, 2, 0), fixed_turns=(1, 2, 0)),
        "67.14.31.24 13.82.47.28 85.86.54.80 77.63.84.35 8.72.75.60 33.55.6.29 5.9.88.12 7.64.61.93",
        drawn=(57, 300_000),
    ),
    Known(
        (10, 5, 9),
        "start blocks(10x5)",
        DIFF,
        Frame((9,), 5, 5),
        (
            "45.10.25.36.27 40.2.35.29.30 7.39.37.33.21 16.49.0.43.31 3.46.23.12.32 19.11.47.34.42 1.8.9.4.41 "
            "15.28.20.48.44 6.24.5.22.18 13.14.38.26.17"
        ),
        drawn=(46, 300_000),
    ),
    Known(
        (10, 6, 8),
        "start blocks(10x6)",
        DIFF,
        Frame((4,), 15, turns=(1, 2, 0, 4, 5, 3, 7, 8, 6, 10, 11, 9, 13, 14, 12)),
        (
            "26.30.34.0.4.8 25.13.16.46.50.19 35.53.32.48.43.36 9.3.14.10.55.45 / 48.52.56.37.41.45 47.32.18.29.13.5 "
            "51.19.0.27.53.54 16.30.42.36.11.2"
        ),
        drawn=(109, 900_000),
    ),
    Known(
        (14, 6, 10),
        "start blocks(14x6)",
        DIFF,
        Frame((14,), 6),
        "",
        (
            "30.25.82.10.57.55 / 1.29.51.60.20.76 / 23.68.39.3.55.81 / 59.35.76.42.22.10 / 54.78.25.11.28.64 / "
            "32.49.72.9.57.22 / 52.8.63.19.82.37 / 11.63.48.81.20.35 / 1.31.70.61.25.49 / 53.82.39.27.6.60"
        ),
        drawn=(40, 100_000),
    ),
    Known(
        (15, 6, 10),
        "start blocks(15x6)",
        DIFF,
        Frame((10,), 9, turns=(1, 2, 0, 4, 5, 3, 7, 8, 6)),
        "12.20.9.65.43.68 56.58.23.77.4.49 61.47.83.70.76.6 55.8.44.7.89.40 82.21.41.15.42.84",
        drawn=(1, 100_000),
    ),
    Known(
        (10, 7, 7),
        "start blocks(10x7)",
        DIFF,
        Frame((10,), 7),
        "",
        (
            "32.14.57.44.0.21.66 / 10.52.0.29.43.60.39 / 44.52.68.12.9.36.22 / 27.45.19.32.56.60.7 / "
            "18.66.9.24.30.59.45 / 19.58.36.24.43.2.63 / 2.56.38.67.29.18.49"
        ),
        drawn=(23, 100_000),
    ),
    Known(
        (12, 7, 7),
        "start blocks(12x7)",
        DIFF,
        Frame((7,), 12),
        (
            "67.12.40.81.58.74.56 11.5.41.6.34.60.50 52.59.16.24.22.44.21 53.43.62.76.3.10.28 23.2.69.80.71.82.79 "
            "35.38.27.18.36.68.49 64.48.31.17.32.61.83 57.51.72.29.25.7.78 0.70.30.75.20.33.39 9.19.15.45.26.1.77 "
            "66.47.46.42.8.4.37 13.73.54.65.14.55.63"
        ),
        drawn=(0, 100_000),
    ),
    Known(
        (14, 7, 9),
        "start blocks(14x7)",
        DIFF,
        Frame((9,), 10, 8, turns=(1, 0, 3, 2, 5, 4, 7, 6, 9, 8), fixed_turns=(1, 0, 3, 2, 5, 4, 7, 6)),
        (
            "2.18.45.43.39.85.57 62.75.40.64.41.13.79 3.30.97.74.82.38.15 78.95.23.9.70.51.28 33.65.67.68.25.72.86 "
            "93.31.69.5.53.10.54 89.17.7.35.20.37.91"
        ),
        drawn=(1, 100_000),
    ),
)
