"""Who meets whom, as numbers and sentences that two pictures share."""

import statistics
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from tischrunde.model import Meeting, Seating
from tischrunde.score.sitting import Sitting, called, choose_two
from tischrunde.words import Text, listed

__all__ = ["Contacts"]

NAMED = 5  # people or pairs told by name


class Contacts:
    """The contacts of a plan.

    Attributes
    ----------
    meets : for each pair who share a table, in how many rounds
    coming : ids of those who attend a round at all, in the order of the meeting
    """

    def __init__(self, meeting: Meeting, rounds: Seating) -> None:
        self.meeting = meeting
        self.sitting = Sitting(meeting, rounds)
        self.meets = self.sitting.meets
        self.coming = [person.id for person in meeting.people if meeting.attended[person.id]]

    @cached_property
    def others_met(self) -> Counter[str]:
        """Return how many others each person meets, in the order of the meeting."""
        met = Counter(dict.fromkeys(self.coming, 0))
        for pair in self.meets:
            met.update(pair)
        return met

    @cached_property
    def again(self) -> list[tuple[str, str]]:
        """Return the pairs who share a table more than once, most often first."""
        again = sorted((pair for pair, rounds in self.meets.items() if rounds > 1))
        return sorted(again, key=lambda pair: -self.meets[pair])

    def told(self) -> Iterator[Text]:
        """Say how many meet, how many do so again, and who meets most and fewest."""
        yield Text.many(
            "{people} people sit together in {count} round.",
            "{people} people sit together in {count} rounds.",
            self.meeting.n_rounds,
            people=len(self.coming),
        )
        yield from self.told_pairs()
        if self.again:
            pairs = listed((self._pair(pair) for pair in self.again), most=NAMED)
            yield Text("Most often together: {pairs}.", pairs=pairs)
        if self.coming:
            yield from self._told_spread()

    def told_pairs(self) -> Iterator[Text]:
        """Say how many pairs meet, and how many do so again."""
        yield Text("{met} of {all} pairs share a table.", met=len(self.meets), all=choose_two(len(self.coming)))
        if not self.again:
            yield Text("Nobody meets anybody twice.")
            return
        yield Text.many(
            "{count} pair meets more than once, in up to {rounds} rounds.",
            "{count} pairs meet more than once, in up to {rounds} rounds.",
            len(self.again),
            rounds=self.meets[self.again[0]],
        )

    def _told_spread(self) -> Iterator[Text]:
        counts = sorted(self.others_met.values())
        least, most = counts[0], counts[-1]
        if least == most:
            yield Text.many("Everybody meets {count} other.", "Everybody meets {count} others.", least)
            return
        yield Text(
            "A person meets {least} to {most} others, {median} in the middle.",
            least=least,
            most=most,
            median=statistics.median_low(counts),
        )
        few = [called(self.meeting, person) for person, count in self.others_met.items() if count == least]
        if len(few) <= NAMED:
            yield Text("Fewest others meet: {people}.", people=listed(few))

    def _pair(self, pair: tuple[str, str]) -> Text:
        one, other = (called(self.meeting, person) for person in pair)
        return Text("{one} with {other}", one=one, other=other)
